# Tries to change its own code. CKB-VM never lets a page be both written and executed: the store ends the script.
# Run it with F5, and step back from the fault to see the registers before it.

        .globl _start
_start:
        la      a0, victim
        li      a1, 0x13        # nop
        sw      a1, 0(a0)
victim:
        li      a0, 1
        li      a7, 93
        ecall
