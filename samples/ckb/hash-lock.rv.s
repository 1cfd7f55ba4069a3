# A lock that opens for whoever knows what has a hash: the script's arguments are the hash, the first witness is what has it.
# Debug hash-lock-assembly.gaslamp.json, which brings both; exit code 0 unlocks the cell. hash-lock.c is the same in C.
# What to try: a breakpoint at `mix`, and the memory of `state` in the Variables; change the witness in the scenario by one digit.

        .set    unlocked, 0
        .set    bad_arguments, 1
        .set    no_witness, 2
        .set    wrong_preimage, 3

        .set    block, 128              # bytes that BLAKE2b takes at once; a longer witness is refused
        .set    script_head, 53         # bytes of a script before its arguments (RFC 0008)

        .macro  syscall number
        li      a7, \number
        ecall
        .endm

        .globl  _start
_start:
        li      t0, script_head + 32
        sd      t0, length, t1
        la      a0, script
        la      a1, length
        li      a2, 0
        syscall 2052                    # load_script
        li      t1, script_head + 32
        ld      t0, length
        li      s0, bad_arguments
        bnez    a0, exit
        bne     t0, t1, exit

        li      t0, block
        sd      t0, length, t1
        la      a0, message
        la      a1, length
        li      a2, 0
        li      a3, 0
        li      a4, 1                   # of the first input
        syscall 2074                    # load_witness
        li      t1, block
        ld      t0, length
        li      s0, no_witness
        bnez    a0, exit
        bltu    t1, t0, exit

        call    hash
        la      a0, chain
        la      a1, script + script_head
        li      a2, 4
        li      s0, wrong_preimage
compare:
        ld      t0, 0(a0)
        ld      t1, 0(a1)               # at any address: CKB-VM has no need of alignment
        bne     t0, t1, exit
        addi    a0, a0, 8
        addi    a1, a1, 8
        addi    a2, a2, -1
        bnez    a2, compare

        la      a0, text
        syscall 2177                    # debug
        li      s0, unlocked
exit:
        mv      a0, s0
        syscall 93                      # exit

# The hash of `message`, of `length` bytes with zeros behind them, into `chain`: BLAKE2b (RFC 7693) for a single block
        .type   hash, @function
hash:
        la      s1, state
        la      s2, message
        la      a0, chain
        la      a1, initial
        li      a2, 8
        mv      a3, s1
1:      ld      t0, 0(a0)               # the state is the chain, and behind it the initial words
        sd      t0, 0(a3)
        ld      t0, 0(a1)
        sd      t0, 64(a3)
        addi    a0, a0, 8
        addi    a1, a1, 8
        addi    a3, a3, 8
        addi    a2, a2, -1
        bnez    a2, 1b
        ld      t0, 12*8(s1)
        ld      t1, length
        xor     t0, t0, t1
        sd      t0, 12*8(s1)
        ld      t0, 14*8(s1)
        not     t0, t0                  # the last block
        sd      t0, 14*8(s1)

        la      s3, orders
        li      s5, 12                  # rounds
2:      la      s4, places
        li      s6, 8                   # mixes in each
3:      mv      s7, ra
        call    mix
        mv      ra, s7
        addi    s3, s3, 2
        addi    s4, s4, 4
        addi    s6, s6, -1
        bnez    s6, 3b
        addi    s5, s5, -1
        bnez    s5, 2b

        la      a0, chain
        li      a2, 8
4:      ld      t0, 0(s1)
        ld      t1, 64(s1)
        xor     t0, t0, t1
        ld      t1, 0(a0)
        xor     t0, t0, t1
        sd      t0, 0(a0)
        addi    s1, s1, 8
        addi    a0, a0, 8
        addi    a2, a2, -1
        bnez    a2, 4b
        ret
        .size   hash, . - hash

# Mixes the two words of the message that s3 points out into the four of the state that s4 does
        .type   mix, @function
mix:
        .irp    n, 0, 1, 2, 3
        lbu     a\n, \n(s4)
        sh3add  a\n, a\n, s1
        .endr
        ld      t0, 0(a0)
        ld      t1, 0(a1)
        ld      t2, 0(a2)
        ld      t3, 0(a3)
        lbu     t4, 0(s3)
        sh3add  t4, t4, s2
        ld      t4, 0(t4)
        add     t0, t0, t1
        add     t0, t0, t4
        xor     t3, t3, t0
        rori    t3, t3, 32
        add     t2, t2, t3
        xor     t1, t1, t2
        rori    t1, t1, 24
        lbu     t4, 1(s3)
        sh3add  t4, t4, s2
        ld      t4, 0(t4)
        add     t0, t0, t1
        add     t0, t0, t4
        xor     t3, t3, t0
        rori    t3, t3, 16
        add     t2, t2, t3
        xor     t1, t1, t2
        rori    t1, t1, 63
        sd      t0, 0(a0)
        sd      t1, 0(a1)
        sd      t2, 0(a2)
        sd      t3, 0(a3)
        ret
        .size   mix, . - mix

        .section .rodata
text:   .asciz  "unlocked"
        .balign 8
initial:
        .quad   0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1
        .quad   0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
# Which words of the state are mixed: the columns, then the diagonals
places: .byte   0, 4, 8, 12,  1, 5, 9, 13,  2, 6, 10, 14,  3, 7, 11, 15
        .byte   0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13,   3, 4, 9, 14
# The order in which each round takes the words of the message
orders: .byte   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .byte   14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3
        .byte   11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4
        .byte   7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8
        .byte   9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13
        .byte   2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9
        .byte   12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11
        .byte   13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10
        .byte   6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5
        .byte   10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0
        .byte   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .byte   14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3

        .data
        .balign 8
# The initial words with the parameters: 32 bytes of hash, no key, CKB's personalization "ckb-default-hash"
chain:  .quad   0x6a09e667f3bcc908 ^ 0x01010020, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1
        .quad   0x510e527fade682d1, 0x9b05688c2b3e6c1f
        .quad   0x1f83d9abfb41bd6b ^ 0x616665642d626b63, 0x5be0cd19137e2179 ^ 0x687361682d746c75
length: .quad   0
state:  .zero   16 * 8
message:
        .zero   block
script: .zero   script_head + 32
