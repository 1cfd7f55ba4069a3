import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadError, type Program } from '../../engines/engine.ts';
import { evm } from '../../engines/evm/index.ts';
import { createMachine, type Message } from '../../engines/evm/message.ts';
import { traceLines } from '../../engines/evm/trace/write.ts';
import { History } from '../../engines/history.ts';
import { type Machine, MachineError } from '../../engines/machine.ts';
import { ProfileRecorder, totalOf } from '../../engines/profile.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { randomMessage } from '../lockstep/programs.ts';
import { account, assemble, callOf, contract, other } from './run.ts';
import { structLogs } from './struct-logs.ts';

const limits = { steps: 1e9, memory: 2 ** 26 };
const fileOf = (text: string, name = 'run.jsonl') => {
  return { uri: `file:///${name}`, name, bytes: new TextEncoder().encode(text) };
};
const load = (text: string, name?: string): Program =>
  evm.load(fileOf(text, name), { version: 'osaka', limits, launch: {} });
const traceOf = (message: Message): string[] => [...traceLines(createMachine(message))];

const calls: Message = {
  address: contract,
  gas: 200_000n,
  code: assemble(
    `push 7; push 1; sstore; ${callOf('call', other, { gas: 'push 50000' })} pop; push 9; push 0; mstore; stop`,
  ),
  accounts: [account(other, 'push 5; push 6; add; pop; push 0; push 0; revert')],
};

const spent = (machine: Machine) => machine.meters()[0]?.spent;
const stackOf = (machine: Machine) => {
  const [frame] = machine.frames(1);
  const scope = machine.scopes(frame?.id ?? 0).find(({ id }) => id === 'stack');
  return scope?.values.get(0, 2000).map(({ number }) => number);
};

describe('a recorded run', () => {
  test('is what EIP-3155 asks for', () => {
    const lines = traceOf(calls).map((line) => JSON.parse(line));
    assert.deepEqual(lines[0], {
      pc: 0,
      op: 0x60,
      gas: '0x30d40',
      memSize: 0,
      stack: [],
      depth: 1,
      returnData: '0x',
      refund: '0x0',
      opName: 'PUSH1',
      gasCost: '0x3',
    });
    assert.deepEqual(lines[2].stack, ['0x7', '0x1']);
    assert.equal(lines[2].gasCost, '0x5654');
    assert.equal(lines.find(({ depth }) => depth === 2).gas, '0xc350');
    const { stateRoot, ...summary } = lines.at(-1);
    assert.match(stateRoot, /^0x[0-9a-f]{64}$/);
    assert.deepEqual(summary, { output: '0x', gasUsed: '0x60ae', pass: true, fork: 'osaka' });
  });

  for (const [form, text] of [
    ['EIP-3155', traceOf(calls).join('\n')],
    ['debug_traceTransaction', structLogs(traceOf(calls))],
  ] as const) {
    test(`from ${form} is gone through like the run itself, both ways`, () => {
      const live = createMachine(calls);
      const recorded = load(text).start();
      while (!live.outcome) {
        assert.equal(recorded.place?.offset, live.place?.offset);
        assert.equal(recorded.depth, live.depth);
        assert.equal(spent(recorded), spent(live));
        assert.deepEqual(stackOf(recorded), stackOf(live));
        live.run({}, 1);
        recorded.run({}, 1);
      }
      assert.equal(recorded.outcome?.ok, true);
      assert.match(recorded.outcome?.text ?? '', /gas used\.$/);
      const start = load(text).start();
      const history = new History(start, () => {});
      for (let left = 30; left > 0 && !start.outcome; left -= 1) history.run({}, 1);
      for (const _ of history.goTo(4));
      assert.equal(start.steps, 4);
      assert.equal(start.outcome, undefined);
    });

    test(`from ${form} stops at places, calls and depths, and its profile adds up`, () => {
      const program = load(text);
      const machine = program.start();
      const [first, second] = program.codes;
      assert.ok(first && second);
      assert.equal(machine.run({ places: new Map([[second.id, new Set([4])]]) }, 1e6).kind, 'place');
      assert.equal(machine.depth, 2);
      assert.deepEqual(
        machine.frames(1).map(({ name }) => name),
        ['CALL 0x0000…0bee', 'the contract called'],
      );
      assert.equal(machine.run({ depth: { unit: 1, frames: 1 } }, 1e6).kind, 'depth');
      const again = program.start();
      assert.equal(again.run({ events: new Set(['revert']) }, 1e6).kind, 'event');
      const slot = { space: `stack#0`, at: 0n, size: 1 };
      assert.equal(program.start().run({ accesses: [{ location: slot, on: 'write' }] }, 1e6).kind, 'access');

      const profiled = program.start();
      const recorder = new ProfileRecorder(profiled);
      profiled.observer = recorder;
      profiled.run({}, 1e6);
      assert.equal(totalOf(recorder.root), spent(profiled));
    });
  }

  test('shows what it holds, and cannot be changed', () => {
    const machine = load(structLogs(traceOf(calls)), 'tx.json').start();
    machine.run({ step: 3 }, 1e6);
    assert.deepEqual(
      machine.scopes(0).map(({ id }) => id),
      ['stack', 'storage', 'gas', 'returndata', 'context'],
    );
    assert.equal(machine.writable, false);
    assert.throws(() => machine.write({ space: 'stack#0', at: 0n, size: 1 }, new Uint8Array(32)), MachineError);
    assert.deepEqual(machine.scopes(77), []);
  });

  test('of random programs tells the same as the run', () => {
    const seed = newSeed();
    for (let i = 0; i < 15; i += 1) {
      const message = { ...randomMessage(randomFrom((seed + i) >>> 0), 'osaka') };
      const lines = traceOf(message);
      if (lines.length < 2) continue;
      const recorded = load(lines.join('\n')).start();
      const live = createMachine(message);
      for (const machine of [live, recorded]) machine.run({}, 1e6);
      assert.equal(spent(recorded), spent(live), `GASLAMP_SEED=${seed + i}`);
      assert.equal(recorded.outcome?.ok, live.outcome?.ok, `GASLAMP_SEED=${seed + i}`);
    }
  });

  test('its code is put together from what ran', () => {
    const [code] = load(traceOf(calls).join('\n')).codes;
    const bytes = Buffer.from(calls.code ?? []).toString('hex');
    assert.equal(Buffer.from(code?.bytes ?? []).toString('hex'), bytes);
  });
});

describe('a trace that is damaged', () => {
  const lines = traceOf(calls);

  test('breaks off where the file ends', () => {
    const whole = lines.join('\n');
    const machine = load(whole.slice(0, whole.indexOf('"op"', whole.length / 2) + 3)).start();
    machine.run({}, 1e6);
    assert.match(machine.outcome?.text ?? '', /breaks off after \d+ steps/);
    const list = structLogs(lines);
    const cut = load(list.slice(0, list.length * 0.7), 'tx.json').start();
    cut.run({}, 1e6);
    assert.match(cut.outcome?.text ?? '', /breaks off/);
  });

  test('without steps is refused', () => {
    assert.throws(() => load('{"result":{"structLogs":[]}}', 'tx.json'), LoadError);
    assert.throws(() => load('{"result":{"structLogs":[', 'tx.json'), LoadError);
  });

  test('with a line that is no JSON, or no step, says so', () => {
    for (const wrong of ['{"pc":1,"op"', '{"pc":"x","op":1,"gas":"0x1"}', '[]']) {
      const text = lines.with(3, wrong).join('\n');
      let told: string | undefined;
      try {
        const machine = load(text).start();
        machine.run({}, 1e6);
        told = machine.outcome?.text;
      } catch (error) {
        assert.ok(error instanceof LoadError, String(error));
        told = error.message;
      }
      assert.match(told ?? '', /breaks off after 3 steps|cannot be read/, wrong);
    }
  });

  test('of another machine is not taken for one', () => {
    const others = [
      '{"pc":0,"registers":[0,1,2],"cycles":5}\n{"pc":4,"registers":[0,1,2],"cycles":6}',
      '{"slot":1,"programId":"11111111111111111111111111111111","computeUnits":150}',
      '{"result":{"type":"CALL","from":"0x0","calls":[]}}',
    ];
    for (const text of others) {
      const claim = evm.claim(fileOf(text));
      assert.equal(claim.claimed, false, text);
      assert.equal(evm.claim(fileOf(text, 'tx.json')).claimed, false, text);
    }
  });

  test('without stacks is gone through all the same', () => {
    const bare = lines.map((line) => JSON.stringify({ ...JSON.parse(line), stack: undefined }));
    const machine = load(bare.join('\n')).start();
    machine.run({}, 1e6);
    assert.ok(machine.outcome);
  });

  test('wherever it was hit, ends in a sentence or a run', () => {
    const random = randomFrom(newSeed());
    const bytes = new TextEncoder().encode(random.below(2) === 0 ? lines.join('\n') : structLogs(lines));
    for (let i = 0; i < 300; i += 1) {
      const hit = bytes.slice();
      for (let n = 0; n <= random.below(4); n += 1) hit[random.below(hit.length)] = random.below(256);
      const file = { uri: 'file:///x.json', name: 'x.json', bytes: hit };
      assert.doesNotThrow(() => evm.claim(file));
      try {
        const machine = evm.load(file, { version: 'osaka', limits, launch: {} }).start();
        machine.run({}, 1e5);
        for (const frame of machine.frames(1)) machine.scopes(frame.id).map(({ values }) => values.get(0, 100));
      } catch (error) {
        assert.ok(error instanceof LoadError, `GASLAMP_SEED=${random.seed} ${i}: ${error}`);
      }
    }
  });
});
