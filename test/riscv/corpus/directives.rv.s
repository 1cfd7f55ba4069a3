# Every directive, and every kind of value.
    .file "directives.rv.s"
    .option nopic
    .option push
    .option norvc
    .attribute stack_align, 16
    .text
    .globl start_of_all, other
    .local hidden
    .type start_of_all, @function
start_of_all:
    .cfi_startproc
    nop
    .option rvc
    nop
    .option pop
    .align 2
hidden:
    nop; nop ; nop
    .p2align 4,, 8
    nop
    .balign 32, 0x13
    ret
    .cfi_endproc
    .size start_of_all, . - start_of_all
    .hidden start_of_all

    .section .rodata.values, "a", @progbits
values:
    .byte 1, -1, 255, 'a', '\n', 0x7f, 0b101, 017
    .half 1, -1, 0xffff
    .2byte 2
    .short 3
    .hword 4
    .word 1, -1, 0xffffffff
    .4byte values_end - values
    .long 5
    .int 6
    .dword values
    .8byte values_end
    .quad -1
    .ascii "text", "\tmore\\ \"quoted\" \101\x42"
    .asciz "closed"
    .string "also closed"
    .zero 3
    .skip 2, 0xaa
    .space 1
    .fill 3
    .fill 2, 2, 0x1234
    .fill 2, 8, 0x11223344
    .uleb128 300
    .sleb128 -300
    .balignw 8, 0x55aa
    .balignl 16, 0x12345678
    .org values + 256 - values
    .byte 0xee
values_end:

    .section .rodata.operators, "a"
    .set A, 6
    B = 3
    .equ C, A * B
    .equiv D, C + 1
    .dword A + B, A - B, A * B, A / B, A % 4, A << B, A >> 1, -1 >> 60
    .dword A | B, A & B, A ^ B, A ! B, ~A, -A, !A, !0
    .dword A == B, A != B, A <> B, A < B, A > B, A <= 6, A >= 7
    .dword A && 0, A && B, 0 || 0, 0 || B
    .dword 1 + 2 * 3, (1 + 2) * 3, 1 << 4 - 1, 2 + 3 | 4, 1 + 1 == 2, -10 / 3, -10 % 3
    .dword C, D, . , . - A

    .data
    .pushsection .rodata.pushed, "a"
    .byte 1
    .popsection
one:
    .word 1
    .previous
    .byte 2
    .data
    .set later, one + 4
    .dword later
    .dword forward
    .equ forward, 77

    .bss
    .align 4
zeros:
    .space 40
    .lcomm own, 12

    .text
    .weak maybe
    lui a0, %hi(maybe)
    addi a0, a0, %lo(maybe)
    .if A > 5
    addi a0, a0, 1
    .if B == 4
    addi a0, a0, 2
    .elseif B == 3
    addi a0, a0, 3
    .else
    addi a0, a0, 4
    .endif
    .else
    addi a0, a0, 5
    .endif
    .ifdef A
    addi a1, a1, 1
    .endif
    .ifndef A
    addi a1, a1, 2
    .else
    addi a1, a1, 3
    .endif
    .ifeq A - 6
    addi a2, a2, 1
    .endif
    .iflt B - A
    addi a2, a2, 2
    .endif
    .ifc abc, abc
    addi a2, a2, 3
    .endif
    .ifnc abc, abd
    addi a2, a2, 4
    .endif
    .ifb
    addi a2, a2, 5
    .endif
other:
    ret
