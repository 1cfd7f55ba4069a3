# Where execution begins: written in assembly, with line information of its own and call-frame rules that end the stack.
    .globl _start
    .type _start, @function
_start:
    .cfi_startproc
    .cfi_undefined ra
    li a0, 7
    call main
    li a7, 93
    ecall
    .cfi_endproc
    .size _start, . - _start

# Saves registers by hand, remembers rules and restores them.
    .globl by_hand
    .type by_hand, @function
by_hand:
    .cfi_startproc
    addi sp, sp, -32
    .cfi_def_cfa_offset 32
    sd ra, 24(sp)
    .cfi_offset ra, -8
    sd s0, 16(sp)
    .cfi_offset s0, -16
    beqz a0, 1f
    .cfi_remember_state
    ld s0, 16(sp)
    .cfi_restore s0
    ld ra, 24(sp)
    .cfi_restore ra
    addi sp, sp, 32
    .cfi_def_cfa_offset 0
    ret
1:  .cfi_restore_state
    mv s0, a0
    .cfi_register s0, a0
    li a0, 1
    ld s0, 16(sp)
    ld ra, 24(sp)
    addi sp, sp, 32
    .cfi_def_cfa_offset 0
    ret
    .cfi_endproc
    .size by_hand, . - by_hand
