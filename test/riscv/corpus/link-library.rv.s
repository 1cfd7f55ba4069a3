# The other file.
    .globl answer, table
    .extern shared
    .text
    .align 4
answer:
    li a0, 42
    beqz a0, own
    la a1, shared
own:
    ret
    .section .rodata
    .balign 8
table:
    .dword 1, answer, shared + 4
    .data
    .byte 9
    .bss
    .balign 16
    .space 3
