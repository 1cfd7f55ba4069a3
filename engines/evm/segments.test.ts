import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newSeed, type Random, randomFrom } from '../../test/harness/random.ts';
import type { Stop } from '../machine.ts';
import { ProfileRecorder, totalOf } from '../profile.ts';
import type { EvmMachine } from './machine.ts';
import { createMachine } from './message.ts';
import { hexOf, word } from './words.ts';

const enough = 100_000;

/** Runs its body again and again, until gas, memory or a jump into nowhere ends it: `JUMPDEST body PUSH1 0 JUMP`. */
const loopOf = (body: readonly number[]) => Uint8Array.from([0x5b, ...body, 0x60, 0x00, 0x56]);

/** Instructions of every kind that a segment takes in, and some that it does not. */
const bodyFrom = (random: Random): number[] => {
  const arithmetic = [
    0x01, 0x02, 0x03, 0x04, 0x06, 0x08, 0x09, 0x0b, 0x10, 0x12, 0x14, 0x15, 0x16, 0x19, 0x1a, 0x1b, 0x1d,
  ];
  const others = [0x30, 0x35, 0x36, 0x3d, 0x40, 0x58, 0x59, 0x5a, 0x5b, 0x50, 0x50, 0x20, 0x54, 0x3b];
  const body: number[] = [];
  const byte = () => random.below(256);
  const place = () => random.below(8) * 16;
  // Over the next instructions, back to the start, or to a place that is none.
  const jump = () => [0x60, random.pick([body.length + 7, 0, 1]), random.pick([0x56, 0x57]), 0x59, 0x50, 0x5b, 0x5b];
  const pieces = [
    () => [0x60, byte(), 0x60, byte()],
    () => [0x60, byte()],
    () => [0x80 + random.below(4)],
    () => [0x90 + random.below(4)],
    () => [random.pick(arithmetic)],
    () => [random.pick(arithmetic)],
    () => [random.pick(others)],
    () => [0x60, place(), 0x51],
    () => [0x60, place(), random.pick([0x52, 0x53])],
    jump,
  ];
  for (let count = random.below(30); count > 0; count -= 1) body.push(...random.pick(pieces)());
  return body;
};

const standing = (machine: EvmMachine) => ({
  steps: machine.steps,
  offset: machine.offset,
  outcome: machine.outcome?.text,
  gas: machine.gasLeft,
  stack: machine.frame.stack.slice(0, machine.frame.sp),
  memory: hexOf(machine.frame.memory.slice(0, machine.frame.memory.size)),
});

/** As `run` promises it, by single steps. */
const stepping = (machine: EvmMachine, last: number, stops: ReadonlySet<number>): Stop['kind'] => {
  for (;;) {
    if (machine.outcome) return 'ended';
    machine.step();
    if (machine.outcome) return 'ended';
    if (stops.has(machine.offset)) return 'place';
    if (machine.steps >= last) return 'step';
  }
};

test('what runs in segments stands everywhere as what runs step by step', (t) => {
  const first = newSeed();
  t.diagnostic(`GASLAMP_SEED=${first}`);
  let total = 0;
  for (let i = 0; i < 300; i += 1) {
    const seed = (first + i) >>> 0;
    const random = randomFrom(seed);
    const body = Array.from({ length: 1 + random.below(3) }, () => bodyFrom(random)).flat();
    const message = { code: loopOf(body), gas: BigInt(random.below(20_000)), calldata: loopOf(body) };
    const [one, other] = [createMachine(message), createMachine(message)];
    const stops = new Set(Array.from({ length: random.below(3) }, () => random.below(message.code.length)));
    const places = new Map([[one.frame.code.id, stops]]);
    while (!one.outcome) {
      const last = one.steps + 1 + random.below(200);
      const stop = one.run({ step: last, places }, enough);
      assert.equal(stop.kind, stepping(other, last, stops), `GASLAMP_SEED=${seed}`);
      assert.deepEqual(standing(one), standing(other), `GASLAMP_SEED=${seed}`);
    }
    total += one.steps;
  }
  assert.ok(total > 10_000, `only ${total} steps were compared`);
});

test('what is charged in stretches is charged at the same places as what is charged one by one', (t) => {
  const seed = newSeed();
  t.diagnostic(`GASLAMP_SEED=${seed}`);
  const random = randomFrom(seed);
  let stretches = 0;
  for (let i = 0; i < 50; i += 1) {
    const message = { code: loopOf(bodyFrom(random)), gas: BigInt(random.below(20_000)) };
    const [one, other] = [createMachine(message), createMachine(message)];
    const [ours, theirs] = [new ProfileRecorder(one), new ProfileRecorder(other)];
    one.observer = {
      charge: (charge) => ours.charge(charge),
      stretch: (stretch, frame) => {
        stretches += 1;
        ours.stretch(stretch, frame);
      },
    };
    other.observer = { charge: (charge) => theirs.charge(charge) };
    one.run({}, enough);
    other.run({}, enough);
    assert.deepEqual(placesOf(ours), placesOf(theirs));
    assert.equal(totalOf(ours.root), message.gas - one.gasLeft);
  }
  assert.ok(stretches > 50);
});

const placesOf = ({ root }: ProfileRecorder) =>
  root.children.flatMap(({ places }) =>
    [...places.values()].flatMap((costs) =>
      [...costs].map(([offset, { total, times }]) => [offset, total, times] as const).sort(([a], [b]) => a - b),
    ),
  );

test('a segment leaves nothing behind where it cannot be done whole', () => {
  // Adds up to a memory offset that grows by 32 in each round: MSTORE beyond the memory needs a closer look each time.
  const code = loopOf([0x59, 0x60, 0x07, 0x01, 0x60, 0x05, 0x80, 0x91, 0x52, 0x50]);
  const [one, other] = [createMachine({ code, gas: 100_000n }), createMachine({ code, gas: 100_000n })];
  one.run({}, enough);
  stepping(other, Number.POSITIVE_INFINITY, new Set());
  assert.deepEqual(standing(one), standing(other));
  assert.ok(word(BigInt(one.frame.memory.size)) > 1000n);
});
