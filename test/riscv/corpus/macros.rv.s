# Macros, with all that they can be given.
    .text
    .macro save registers:vararg
    .set slot, 0
    .irp register, \registers
    sd \register, slot * 8(sp)
    .set slot, slot + 1
    .endr
    .endm

    .macro add_to register, amount=1
    addi \register, \register, \amount
    .endm

    .macro twice what:req
    \what
    \what
    .endm

    .macro each first, rest:vararg
    add_to \first
    .ifnb \rest
    each \rest
    .endif
    .endm

    .macro label prefix, number
\prefix\()_\number:
    .dword \prefix\()_\number
    .endm

    .macro choose a, b
    .ifc \a, \b
    li a0, 1
    .exitm
    .endif
    li a0, 2
    .endm

    .macro countdown from
.Ldown\@:
    .if \from
    add_to a0, -\from
    countdown "(\from - 1)"
    .endif
    bnez a0, .Ldown\@
    .endm

_start:
    save s0, s1, s2
    add_to a0
    add_to a1, 5
    add_to amount=7, register=a2
    twice ret
    twice "addi a0, a0, 1"
    each t0, t1, t2
    choose x, x
    choose x, y
    countdown 3
    .rept 3
    nop
    .rept 2
    ebreak
    .endr
    .endr
    .irpc digit, 123
    addi t\digit, t\digit, \digit
    .endr
    .irp value 1, 2, 3
    li a0, \value * 100
    .endr
    .macro inner
    ecall
    .endm
    inner
    .purgem inner
    .macro inner
    ebreak
    .endm
    inner
    .data
    label name, 1
    label name, 2
