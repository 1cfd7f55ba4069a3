import { ckb } from '../../engines/riscv/index.ts';
import { engineHarness, textFile, word } from './harness.ts';

const program = (text: string) => textFile('program.rv.s', text);
const register = (n: number) => ({ space: 'vm0/registers', at: BigInt(n), size: 1 });

engineHarness(ckb, {
  programs: [
    {
      title: 'calls, a stack, memory and what it says',
      file: program(`
        .globl _start
        _start:
          li a0, 5
          call sum
          mv s0, a0
          la a0, text
          li a7, 2177
          ecall
          li a7, 2042
          ecall
          andi a0, s0, 15
          li a7, 93
          ecall
        sum:            # of the numbers up to a0
          addi sp, sp, -16
          sd ra, 8(sp)
          sd a0, 0(sp)
          beqz a0, 1f
          addi a0, a0, -1
          call sum
          ld a1, 0(sp)
          add a0, a0, a1
        1: ld ra, 8(sp)
          addi sp, sp, 16
          ret
          .section .rodata
        text: .asciz "summed up\\n"`),
      edits: [
        { step: 3, location: register(10), value: word(2n) },
        { step: 20, location: { space: 'vm0/memory', at: 0x3f0000n, size: 8 }, value: word(7n) },
      ],
    },
    {
      title: 'instructions that run as one step, and jumps between them',
      file: program(`
        _start:
          li s1, 3
        again:
          li a0, -1
          li a1, 7
          li a2, 1
          add a0, a0, a1
        inside:
          sltu a1, a0, a1
          add a0, a0, a2
          sltu a2, a0, a2
          or a1, a1, a2
          mulhu t0, a0, a1
          mul t1, a0, a1
          lui t2, 0x12345
          addiw t2, t2, 0x67
          addi s1, s1, -1
          beqz s1, end
          andi t3, s1, 1
          bnez t3, inside
          j again
        end:
          li a0, 0
          li a7, 93
          ecall`),
      edits: [{ step: 4, location: register(9), value: word(1n) }],
    },
    {
      title: 'every kind of access to memory',
      file: program(`
        _start:
          la a0, data
          lb a1, 0(a0)\n lbu a2, 1(a0)\n lh a3, 1(a0)\n lhu a4, 3(a0)\n lw a5, 1(a0)\n lwu a6, 0(a0)\n ld t0, 0(a0)
          sb a1, 8(a0)\n sh a3, 9(a0)\n addi t6, a0, 2046\n sw a5, 2047(t6)\n sd t0, -8(sp)\n sd t0, 16(a0)
          clz t1, t0\n rev8 t2, t0\n clmul t3, t0, a1\n div t4, t0, a1\n rem t5, t0, a2
          li a0, 1\n li a7, 93\n ecall
          .data
        data: .quad 0x8182838485868788, 0, 0, 0`),
    },
    {
      title: 'processes, pipes, another program, and loads from the transaction',
      file: program(`
        _start:
          ld t0, 0(sp)
          li t1, 1
          beq t0, t1, child
          bgtu t0, t1, heir
          la a0, ends
          li a7, 2604   # pipe
          ecall
          li a0, 0\n li a1, 3\n li a2, 0\n li a3, 0\n la a4, spawned
          li a7, 2601   # spawn
          ecall
          li a0, 2\n la a1, room\n la a2, length
          li a7, 2606   # read
          ecall
          la a0, room\n la a1, length\n li a2, 0\n li a3, 0\n li a4, 1
          li a7, 2071   # load_cell
          ecall
          ld a0, id\n la a1, room
          li a7, 2602   # wait
          ecall
          lb a0, room
          li a7, 93
          ecall
        child:
          li a0, 3\n la a1, _start\n la a2, length
          li a7, 2605   # write
          ecall
          li a0, 0\n li a1, 3\n li a2, 0\n li a3, 0\n li a4, 2\n la a5, argv
          li a7, 2043   # exec
          ecall
        heir:
          li a0, 9
          li a7, 93
          ecall
          .data
          .align 3
        ends: .dword 0, 0
        handed: .dword 3, 0
        argv: .dword name, name
        spawned: .dword 1, argv, id, handed
        id: .dword 0
        length: .dword 16
        room: .zero 64
        name: .asciz "family"`),
    },
    { title: 'a store into code', file: program('_start: la a0, _start\n sw a1, 0(a0)\n j _start') },
    { title: 'a jump to nowhere', file: program('_start: li a0, 64\n call next\nnext: jr a0') },
    { title: 'no instruction', file: program('_start: nop\n .4byte 0xffffffff') },
    {
      title: 'out of cycles',
      file: program('_start: addi a0, a0, 1\n j _start'),
      options: { launch: { cycles: 300 } },
    },
    {
      title: 'version 0, without fusion',
      file: program('_start: mulhu a2, a0, a1\n mul a3, a0, a1\n jalr a0, 12(a0)\n li a7, 93\n ecall'),
      options: { version: 'vm0' },
    },
  ],
  endless: {
    title: 'writes up and down its memory',
    file: program(`
      _start:
        la s0, room
        li s2, 16384
      1: li s1, 0
      2: add a0, s0, s1
        ld a1, 0(a0)
        addi a1, a1, 1
        sd a1, 0(a0)
        addi s1, s1, 8
        blt s1, s2, 2b
        j 1b
        .bss
      room: .zero 16384`),
  },
});
