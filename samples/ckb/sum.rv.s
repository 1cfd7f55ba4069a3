# The sum of the numbers up to 10, by a function that calls itself.
# F5 stops at the first instruction; step, and watch sp move and the call stack grow. Step back as well.

        .globl _start
_start:
        li      a0, 10
        call    sum
        li      a1, 55
        bne     a0, a1, wrong
        la      a0, text
        li      a7, 2177        # debug: what it says appears in the Debug Console
        ecall
        li      a0, 0
        j       exit
wrong:
        li      a0, 1
exit:
        li      a7, 93          # exit, with the code in a0; 0 is success
        ecall

# a0: the last number; gives the sum in a0
sum:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      a0, 0(sp)
        beqz    a0, 1f
        addi    a0, a0, -1
        call    sum
        ld      a1, 0(sp)
        add     a0, a0, a1
1:      ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

        .section .rodata
text:   .asciz  "1 + 2 + ... + 10 = 55\n"
