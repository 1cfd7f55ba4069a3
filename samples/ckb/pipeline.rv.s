# Two processes and a pipe: the first spawns a second one of this same program, sends it a text, and waits for its end.
# While it runs, look at the threads in the Call Stack: who runs, who waits, and for what.

        .globl _start
_start:
        ld      a0, 0(sp)       # argc: 0 for the script itself, 1 for the process that it spawns
        bnez    a0, child

        la      a0, ends
        li      a7, 2604        # pipe: an end to read from and one to write to
        ecall
        bnez    a0, fail

        ld      a0, ends        # the child gets the first
        sd      a0, inherited, t0
        li      a0, 0           # the program is cell dep 0
        li      a1, 3
        li      a2, 0           # as the data of a cell
        li      a3, 0           # all of it
        la      a4, arguments
        li      a7, 2601        # spawn
        ecall
        bnez    a0, fail

        ld      a0, ends + 8
        la      a1, text
        la      a2, length
        li      a7, 2605        # write: waits until somebody reads
        ecall
        bnez    a0, fail

        ld      a0, pid
        la      a1, code
        li      a7, 2602        # wait
        ecall
        bnez    a0, fail
        lb      a0, code
        j       exit

child:
        la      a0, ends
        la      a1, count
        li      a7, 2607        # inherited_fd: the ends that it was given
        ecall
        bnez    a0, fail

        ld      a0, ends
        la      a1, buffer
        la      a2, room
        li      a7, 2606        # read
        ecall
        bnez    a0, fail

        la      a0, buffer
        li      a7, 2177        # debug
        ecall
        li      a0, 0
        j       exit

fail:
        addi    a0, a0, 100
exit:
        li      a7, 93
        ecall

        .section .rodata
text:   .asciz  "Hello through the pipe.\n"
name:   .asciz  "child"

        .data
        .balign 8
ends:   .quad   0, 0
inherited:
        .quad   0, 0            # ends with a 0
argv:   .quad   name
arguments:
        .quad   1, argv, pid, inherited
pid:    .quad   0
length: .quad   25
room:   .quad   64
count:  .quad   2
code:   .byte   0
buffer: .zero   64
