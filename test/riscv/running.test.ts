import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CkbMachine } from '../../engines/riscv/ckb/machine.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { newMachine, type Subject } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';

const stateOf = ({ hart, steps, cycles, outcome, depth }: CkbMachine) => ({
  ...{ pc: hart.exactPc, registers: [...hart.u.subarray(0, 32)], steps, cycles, depth, outcome: outcome?.text },
});

/** What is charged, one by one, whether it is told so or in stretches. */
const charges = (machine: CkbMachine, inStretches: boolean): string[] => {
  const told: string[] = [];
  machine.observer = {
    charge: ({ amount, reason, frame, code, offset }) => told.push(`${amount} ${reason} ${frame} ${code} ${offset}`),
    ...(inStretches && {
      stretch: ({ code, costs }, frame) => {
        for (const { amount, offset } of costs) told.push(`${amount} base ${frame} ${code} ${offset}`);
      },
    }),
  };
  return told;
};

test('blocks of steps leave what single steps leave, wherever a run stops or fails', (t) => {
  const random = randomFrom(newSeed());
  t.diagnostic(`GASLAMP_SEED=${random.seed}`);
  for (let n = 0; n < 120; n++) {
    const version = n % 3;
    const text = randomProgram(random, version);
    const subject: Subject = { program: assemble(text), version, maxCycles: 500 + random.below(20_000) };
    const [single, stretched, together] = [newMachine(subject), newMachine(subject), newMachine(subject)];
    const expected = charges(single, false);
    const found = [charges(stretched, true), charges(together, false)];
    while (!single.outcome && single.steps < 5000) {
      const budget = 1 + random.below(300);
      const stops = new Set([single.offset + 2 * random.below(200)]);
      const places = random.below(2) === 0 ? undefined : new Map([...single.codes.keys()].map((code) => [code, stops]));
      for (const machine of [stretched, together]) machine.run(places ? { places } : {}, budget);
      while (!single.outcome && single.steps < stretched.steps) single.step();
      for (const machine of [stretched, together]) assert.deepEqual(stateOf(machine), stateOf(single), text);
    }
    for (const list of found) assert.deepEqual(list, expected, text);
  }
});

test('a run stops at a place inside a block, each time that it comes there', () => {
  const program = assemble(`
    _start: li t0, 3
    again:  addi t1, t1, 1
            addi t2, t2, 1
            addi t0, t0, -1
            bnez t0, again
            li a7, 93
            ecall`);
  const machine = newMachine({ program, version: 2 });
  const inside = machine.offset + 4;
  const places = new Map([[machine.code ?? '', new Set([inside])]]);
  const stops: unknown[] = [];
  while (!machine.outcome) stops.push([machine.run({ places }, 1000).kind, machine.steps]);
  assert.deepEqual(stops, [
    ['place', 2],
    ['place', 6],
    ['place', 10],
    ['ended', 15],
  ]);
});
