# Sorts numbers by insertion, signed and then unsigned, and checks the order.
    .globl _start

    .data
    .p2align 3
numbers:
    .dword 5, -3, 0x7fffffffffffffff, 0, -1, 0x123456789abcdef0
    .quad 1 << 63, 'z', ~0 - 1
numbers_end:
    .equ BYTES, numbers_end - numbers

/* Sorts the numbers of BYTES bytes at a0 with a branch of the caller's choice. */
    .macro sort name, less
    .type \name, @function
\name:
    li t0, 1
.Lnext\@:
    li t1, BYTES
    srli t1, t1, 3
    bge t0, t1, .Ldone\@
    slli t2, t0, 3
    add t2, a0, t2
    ld t3, 0(t2)
.Lshift\@:
    beq t2, a0, .Lplace\@
    ld t4, -8(t2)
    \less t4, t3, .Lplace\@
    sd t4, 0(t2)
    addi t2, t2, -8
    j .Lshift\@
.Lplace\@:
    sd t3, 0(t2)
    addi t0, t0, 1
    j .Lnext\@
.Ldone\@:
    ret
    .size \name, . - \name
    .endm

    .text
_start:
    addi sp, sp, -16
    sd ra, 8(sp)
    la a0, numbers
    call sort_signed
    la a0, numbers
    lla a1, numbers_end
    li a2, -0x8000000000000000
1:  ld t0, 0(a0)
    blt t0, a2, failed
    mv a2, t0
    addi a0, a0, 8
    bltu a0, a1, 1b
    la a0, numbers
    call sort_unsigned
    ld ra, 8(sp)
    addi sp, sp, 16
    li a0, 0
    j exit
failed:
    li a0, 1
exit:
    li a7, 93
    ecall

    sort sort_signed, ble
    sort sort_unsigned, bleu
