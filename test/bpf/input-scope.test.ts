import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import type { Value } from '../../engines/machine.ts';
import { buildSamples } from '../../tools/samples.ts';
import { programOf } from './scenarios.ts';

before(buildSamples);

const sample = (name: string): string => new URL(`../../samples/solana/${name}`, import.meta.url).href;

/** What the scope shows at the start: `name text`, with what is below an account behind it. */
const inputOf = async (launch: Readonly<Record<string, unknown>>) => {
  const machine = (await programOf(launch)).start() as SolanaMachine;
  const [frame] = machine.frames(machine.unit);
  const scope = machine.scopes(frame?.id ?? 0).find(({ id }) => id === 'input');
  assert.ok(scope);
  const below = ({ children }: Value): readonly Value[] => children?.get(0, children.count) ?? [];
  const values = scope.values.get(0, scope.values.count);
  return { values, below, size: machine.runtime.invocation?.run?.input.bytes.length };
};

const line = ({ name, text }: Value): string => `${name} ${text}`;

test('the input of a program is shown piece by piece, and no byte of it is left out', async () => {
  const { values, below, size } = await inputOf({ program: sample('counter.gaslamp.json') });
  assert.deepEqual(values.map(line).slice(0, 3), [
    'number of accounts 1',
    'account 0 counter',
    'length of the instruction data 0',
  ]);
  const [, account] = values;
  assert.ok(account);
  assert.deepEqual(
    below(account).map((each) => line(each).replace(/\([1-9A-HJ-NP-Za-km-z]{32,44}\)/, '(…)')),
    [
      'duplicate of 0xff: of none before',
      'signer 0',
      'writable 1',
      'executable 0',
      'padding 0x00000000',
      'key counter (…)',
      'owner counter (…)',
      'lamports 10,000,000,000',
      'length of the data 8',
      'data 8 bytes',
      'room to grow 10,240 bytes',
      'rent epoch 0xffffffffffffffff',
    ],
  );
  const pieces = values.flatMap((each) => (each.location ? [each] : below(each)));
  let end = 0x4_0000_0000n;
  for (const { location } of pieces) {
    assert.equal(location?.at, end);
    end += BigInt(location.size);
  }
  assert.equal(end - 0x4_0000_0000n, BigInt(size ?? 0));
});

test('an account that comes twice is said to, and where it came first', async () => {
  const accounts = ['a', 'b', 'a'];
  const { values, below } = await inputOf({
    program: sample('hello.sbpf'),
    accounts: { a: {}, b: {} },
    instructions: [{ accounts }],
  });
  assert.deepEqual(below(values[3] as Value).map(line), ['duplicate of 0', 'padding 0x00000000000000']);
});
