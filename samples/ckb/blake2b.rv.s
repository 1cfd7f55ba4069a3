# BLAKE2b, the hash of CKB, of an empty text: once with shifts alone, and once with `rori` of the B extension, which turns a word in
# one instruction. The sixteen words of its state stay in registers, so nearly all that the two do is add, xor and turn.
# Profile this file (the flame above the code): the lenses above `plain` and `turned` say what each costs, for the same hash.
# Exit code 0: both gave the hash that CKB knows. CKB-VM 0 has no B extension: choose it in
# the status bar, and the editor says so at each `rori`.

# \reg turned right by \by bits
        .macro  turn_plain reg, by
        srli    t1, \reg, \by
        slli    \reg, \reg, 64 - \by
        or      \reg, \reg, t1
        .endm

        .macro  turn_b reg, by
        rori    \reg, \reg, \by
        .endm

# Mixes two words of the message into four of the state (RFC 7693, 3.1)
        .macro  mix turn, a, b, c, d, x, y
        ld      t0, 8*\x(s8)
        add     \a, \a, \b
        add     \a, \a, t0
        xor     \d, \d, \a
        \turn   \d, 32
        add     \c, \c, \d
        xor     \b, \b, \c
        \turn   \b, 24
        ld      t0, 8*\y(s8)
        add     \a, \a, \b
        add     \a, \a, t0
        xor     \d, \d, \a
        \turn   \d, 16
        add     \c, \c, \d
        xor     \b, \b, \c
        \turn   \b, 63
        .endm

# The columns of the state, then its diagonals
        .macro  round turn, m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15
        mix     \turn, a0, a4, s0, s4, \m0, \m1
        mix     \turn, a1, a5, s1, s5, \m2, \m3
        mix     \turn, a2, a6, s2, s6, \m4, \m5
        mix     \turn, a3, a7, s3, s7, \m6, \m7
        mix     \turn, a0, a5, s2, s7, \m8, \m9
        mix     \turn, a1, a6, s3, s4, \m10, \m11
        mix     \turn, a2, a7, s0, s5, \m12, \m13
        mix     \turn, a3, a4, s1, s6, \m14, \m15
        .endm

# The order in which each round takes the words of the message
        .macro  rounds turn
        round   \turn, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        round   \turn, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3
        round   \turn, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4
        round   \turn, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8
        round   \turn, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13
        round   \turn, 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9
        round   \turn, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11
        round   \turn, 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10
        round   \turn, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5
        round   \turn, 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0
        round   \turn, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        round   \turn, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3
        .endm

        .globl  _start
_start:
        call    begin
        call    plain
        call    compare
        bnez    a0, exit
        call    begin
        call    turned
        call    compare
exit:
        li      a7, 93
        ecall

        .type   plain, @function
plain:
        rounds  turn_plain
        ret
        .size   plain, . - plain

        .type   turned, @function
turned:
        rounds  turn_b
        ret
        .size   turned, . - turned

# The state before the first round, for a message of 0 bytes that ends in this block
        .type   begin, @function
begin:
        la      s8, message
        la      t2, chain
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        ld      a\n, 8*\n(t2)
        .endr
        la      t2, initial
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        ld      s\n, 8*\n(t2)
        .endr
        not     s6, s6          # the last block
        ret
        .size   begin, . - begin

# a0: 0 if the first half of the new chain is the hash that is expected
        .type   compare, @function
compare:
        la      t2, chain
        la      t3, expected
        .irp    n, 0, 1, 2, 3
        xor     a\n, a\n, s\n
        ld      t0, 8*\n(t2)
        xor     a\n, a\n, t0
        ld      t0, 8*\n(t3)
        xor     a\n, a\n, t0
        .endr
        or      a0, a0, a1
        or      a2, a2, a3
        or      a0, a0, a2
        snez    a0, a0
        ret
        .size   compare, . - compare

        .section .rodata
        .balign 8
initial:
        .quad   0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1
        .quad   0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
# The same with the parameters: 32 bytes of hash, no key, and CKB's personalization "ckb-default-hash"
chain:
        .quad   0x6a09e667f3bcc908 ^ 0x01010020, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1
        .quad   0x510e527fade682d1, 0x9b05688c2b3e6c1f
        .quad   0x1f83d9abfb41bd6b ^ 0x616665642d626b63, 0x5be0cd19137e2179 ^ 0x687361682d746c75
message:
        .zero   128
# 44f4c69744d5f8c55d642062949dcae49bc4e7ef43d388c5a12f42b5633d163e
expected:
        .byte   0x44, 0xf4, 0xc6, 0x97, 0x44, 0xd5, 0xf8, 0xc5, 0x5d, 0x64, 0x20, 0x62, 0x94, 0x9d, 0xca, 0xe4
        .byte   0x9b, 0xc4, 0xe7, 0xef, 0x43, 0xd3, 0x88, 0xc5, 0xa1, 0x2f, 0x42, 0xb5, 0x63, 0x3d, 0x16, 0x3e
