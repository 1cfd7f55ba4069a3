# Copies bytes, 8 at a time where both sides allow it, and exits with 0 if the copy is equal.
    .globl _start

    .section .rodata
    .balign 8
source:
    .asciz "A text that is not a multiple of eight bytes long."
source_end:
    .set LENGTH, source_end - source

    .text
_start:
    la a0, target
    la a1, source
    li a2, LENGTH
    call copy
    la a0, target
    la a1, source
    li a2, LENGTH
    call compare
    snez a0, a0
    li a7, 93
    ecall

# copy(a0 = to, a1 = from, a2 = bytes)
    .type copy, @function
copy:
    or t0, a0, a1
    andi t0, t0, 7
    bnez t0, 3f
    li t1, 8
1:  bltu a2, t1, 3f
    ld t0, (a1)
    sd t0, (a0)
    addi a0, a0, 8
    addi a1, a1, 8
    addi a2, a2, -8
    j 1b
2:  lbu t0, 0(a1)
    sb t0, 0(a0)
    addi a0, a0, 1
    addi a1, a1, 1
    addi a2, a2, -1
3:  bgtz a2, 2b
    ret
    .size copy, . - copy

# compare(a0, a1, a2 = bytes) gives 0 in a0 if all are equal.
    .type compare, @function
compare:
    beqz a2, 2f
1:  lbu t0, 0(a0)
    lbu t1, 0(a1)
    addi a0, a0, 1
    addi a1, a1, 1
    bne t0, t1, 3f
    addi a2, a2, -1
    bnez a2, 1b
2:  mv a0, zero
    ret
3:  sub a0, t0, t1
    ret
    .size compare, . - compare

    .bss
    .balign 8
target:
    .space 64
