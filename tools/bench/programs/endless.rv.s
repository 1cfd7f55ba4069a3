# Keeps a table of 512 words: draws a number (xorshift), adds its product with another to one of them, in a function, and counts
# every 256th round in memory. ROUNDS says how often.

ROUNDS = 1000000

.globl _start
_start:
    li s0, ROUNDS
    li s1, 88172645463325252
    la s2, table
    la s3, count
round:
    call draw
    andi t0, a0, 511
    slli t0, t0, 3
    add t0, t0, s2
    ld t1, 0(t0)
    mul t2, s1, a0
    add t1, t1, t2
    sd t1, 0(t0)
    andi t0, s0, 255
    bnez t0, next
marked:
    ld t0, 0(s3)
    addi t0, t0, 1
    sd t0, 0(s3)
next:
    addi s0, s0, -1
    bnez s0, round
    li a0, 0
    li a7, 93
    ecall

draw:                   # a0 = the next number
    slli t0, s1, 13
    xor s1, s1, t0
    srli t0, s1, 7
    xor s1, s1, t0
    slli t0, s1, 17
    xor s1, s1, t0
    srli a0, s1, 3
    ret

.bss
table: .zero 4096
count: .zero 8
