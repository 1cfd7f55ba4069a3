# Bit manipulation: words and halves of a number turned around, counted and combined.
    .globl _start
    .text
_start:
    li s0, 0x0123456789abcdef
    rev8 a0, s0
    rori a0, a0, 32
    ror a1, a0, s0
    ror a1, a1, 7
    rolw a2, a0, a1
    roriw a2, a2, 31
    clz a3, s0
    ctz a4, s0
    cpop a5, s0
    clzw a3, a3
    ctzw a4, a4
    cpopw a5, a5
    andn t0, a0, a1
    orn t1, a0, a1
    xnor t2, t0, t1
    min t3, t0, t1
    maxu t4, t0, t1
    sext.b t5, t0
    sext.h t6, t0
    zext.h s1, t0
    zext.w s2, t0
    zext.b s3, t0
    sext.w s4, t0
    orc.b s5, s0
    sh1add s6, a0, a1
    sh2add.uw s7, a0, a1
    add.uw s8, a0, a1
    slli.uw s9, a0, 63
    clmul s10, a0, a1
    clmulh s11, a0, a1
    clmulr a6, a0, a1
    bset a0, a0, 63
    bclri a0, a0, 0
    binv a0, a0, a1
    bext a0, a0, 33
    li a0, 0
    li a7, 93
    ecall
