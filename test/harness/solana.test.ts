import { solana } from '../../engines/bpf/index.ts';
import { engineHarness, textFile, word } from './harness.ts';

const program = (text: string) => textFile('program.sbpf', text);
const register = (n: number) => ({ space: 'registers#0', at: BigInt(n), size: 1 });

engineHarness(solana, {
  programs: [
    {
      title: 'functions, a stack, memory and the log',
      file: program(`
        .globl entrypoint
        entrypoint:
          mov64 r6, r1
          mov64 r1, 5
          call sum
          stxdw [r10-8], r0
          lddw r1, text
          mov64 r2, 9
          call sol_log_
          ldxdw r1, [r10-8]
          mov64 r2, 2
          mov64 r3, 3
          mov64 r4, 4
          mov64 r5, 5
          call sol_log_64_
          stb [r6+96], 7
          mov64 r0, 0
          exit
        sum:            # of the numbers up to r1
          mov64 r6, r1
          mov64 r0, 0
          jeq r1, 0, done
          sub64 r1, 1
          call sum
        done:
          add64 r0, r6
          exit
        .rodata
        text: .ascii "summed up"`),
      edits: [
        { step: 3, location: register(6), value: word(2n) },
        { step: 12, location: { space: 'memory#0', at: 0x300000000n, size: 8 }, value: word(7n) },
      ],
    },
    {
      title: 'a fault in a function',
      file: program(`
        entrypoint:
          mov64 r1, 1
          call broken
          exit
        broken:
          ldxdw r0, [r1+0]
          exit`),
      edits: [{ step: 1, location: register(1), value: word(0x200000000n) }],
    },
    {
      title: 'a program of the chain, and a call right at the start',
      file: program('entrypoint: call work\nmov64 r0, 0\nexit\nwork: exit'),
      options: {
        launch: {
          instructions: [
            { program: 'Compute Budget', instruction: 'setComputeUnitLimit', args: { units: 5000 } },
            { accounts: [] },
          ],
        },
      },
    },
  ],
  endless: {
    title: 'a loop that writes',
    file: program(`
      entrypoint:
        mov64 r6, 0x300
        lsh64 r6, 24
        mov64 r1, 0
      again:
        add64 r1, 8
        and64 r1, 0x3ff8
        mov64 r2, r6
        add64 r2, r1
        ldxdw r3, [r2+0]
        add64 r3, 1
        stxdw [r2+0], r3
        ja again`),
    options: { launch: { computeUnits: 4_000_000_000 } },
  },
});
