# Adds two numbers of 256 bits. From version 1 on, CKB-VM runs the five instructions of a carry as one step, for one cycle:
# hover the first `add` of the macro, and change the version in the status bar to see what it costs without.

        .macro  add_word n
        ld      a0, 8*\n(s0)
        ld      a1, 8*\n(s1)
        add     a0, a0, a1      # ADC: a0 = a0 + a1 + a2, the carry in a1
        sltu    a1, a0, a1
        add     a0, a0, a2
        sltu    a2, a0, a2
        or      a1, a1, a2
        sd      a0, 8*\n(s0)
        mv      a2, a1
        .endm

        .globl _start
_start:
        la      s0, first
        la      s1, second
        li      a2, 0
        add_word 0
        add_word 1
        add_word 2
        add_word 3
        ld      a0, 24(s0)      # the highest word is 1 now, all others are 0
        addi    a0, a0, -1
        li      a7, 93
        ecall

        .data
first:  .quad   -1, -1, -1, 0
second: .quad   1, 0, 0, 0
