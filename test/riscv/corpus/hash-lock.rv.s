# A lock of CKB: the first witness must hold a number whose FNV-1a hash is the one in the script's arguments.
    .set SYS_EXIT, 93
    .set SYS_LOAD_WITNESS, 2074
    .set SYS_LOAD_SCRIPT, 2052
    .set SOURCE_GROUP_INPUT, 0x0100000000000001
    .set ERROR_LENGTH, -2
    .set ERROR_HASH, -3

    .macro syscall number
    li a7, \number
    ecall
    .endm

    .macro exit code
    li a0, \code
    syscall SYS_EXIT
    .endm

    .section .text.start, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    addi sp, sp, -512
    # load_witness(sp + 16, &length, 0, 0, group input)
    li t0, 256
    sd t0, 0(sp)
    addi a0, sp, 16
    mv a1, sp
    li a2, 0
    li a3, 0
    li a4, SOURCE_GROUP_INPUT
    syscall SYS_LOAD_WITNESS
    bnez a0, .Lfailed
    ld a1, 0(sp)
    addi a0, sp, 16
    jal fnv1a
    mv s0, a0
    # load_script(sp + 272, &length, 0)
    li t0, 240
    sd t0, 0(sp)
    addi a0, sp, 272
    mv a1, sp
    li a2, 0
    syscall SYS_LOAD_SCRIPT
    bnez a0, .Lfailed
    # The arguments are the last 8 bytes of the script.
    ld t0, 0(sp)
    li t1, 61
    bltu t0, t1, .Lshort
    addi t1, sp, 272 - 8
    add t1, t1, t0
    ld t1, 0(t1)
    bne t1, s0, .Lwrong
    exit 0
.Lshort:
    exit ERROR_LENGTH
.Lwrong:
    exit ERROR_HASH
.Lfailed:
    syscall SYS_EXIT
    .size _start, . - _start

    .text
# fnv1a(a0 = bytes, a1 = their number)
fnv1a:
    ld t0, offset_basis
    lui t2, %hi(prime)
    ld t1, %lo(prime)(t2)
    add a1, a1, a0
1:  bgeu a0, a1, 2f
    lbu t2, 0(a0)
    xor t0, t0, t2
    mul t0, t0, t1
    addi a0, a0, 1
    j 1b
2:  mv a0, t0
    ret

    .section .rodata
    .balign 8
offset_basis:
    .dword 0xcbf29ce484222325
prime:
    .dword 0x100000001b3
