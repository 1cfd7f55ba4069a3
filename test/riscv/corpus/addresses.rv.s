# Addresses in every way that reaches them, and jumps of every length.
    .globl _start
    .text
_start:
    auipc a0, %pcrel_hi(object)
    addi a0, a0, %pcrel_lo(_start)
1:  auipc a1, %pcrel_hi(object + 8)
    ld a2, %pcrel_lo(1b)(a1)
    sd a2, %pcrel_lo(1b)(a1)
    lui a3, %hi(object)
    lw a4, %lo(object)(a3)
    sw a4, %lo(object + 4)(a3)
    addi a5, a3, %lo(object)
    la t0, object
    lla t1, object + 0x1000
    lb s0, object
    lhu s1, object
    sd s1, object, t2
    sb s1, object, t2
    call near
    call t0, near
    tail near
    jump near, t3
    jal near
    jal t0, near
    j near
    j far
    beqz a0, near
    bnez a1, far
    beq a0, a1, far
    bgt a0, a1, far
    bltz a0, near
    bleu a0, a1, near
    beqz s10, far
    jr a0
    jr 4(a0)
    jr a0, 8
    jalr a0
    jalr 4(a0)
    jalr a0, 4
    jalr t0, a1
    jalr t0, a1, -4
    jalr t0, -4(a1)
near:
    ret
2:  j 2b
    j 2f
    beqz a0, 2f
    .skip 300
2:  bnez a0, 2b
    .option push
    .option norvc
    beqz a0, near
    j 2b
    bnez a0, far
    .option pop
    .skip 5000
far:
    beqz a0, near
    bltu a0, a1, _start
    la a0, far
    .section .text.other, "ax"
    call far
    j near
    beq a0, a1, near
    beqz a0, near
    .data
    .balign 8
object:
    .dword object, far, near
