import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InputFile, LoadError } from '../engine.ts';
import { solana } from './index.ts';

const fileOf = (name: string, content: unknown): InputFile => ({
  uri: `file:///target/${name}`,
  name: name.split('/').at(-1) ?? '',
  bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
});
const program = fileOf('deploy/x.sbpf', 'entrypoint:\n exit\n');
const args = [
  { name: 'amount', type: 'u64' },
  { name: 'label', type: 'string' },
  { name: 'to', type: 'pubkey' },
  { name: 'limit', type: { option: 'i8' } },
  { name: 'list', type: { vec: 'u16' } },
  { name: 'side', type: { defined: { name: 'Side' } } },
];
const idl = {
  instructions: [
    { name: 'send', discriminator: [1], accounts: [{ name: 'from', signer: true }], args },
    { name: 'stop', discriminator: [2], accounts: [], args: [] },
  ],
  types: [{ name: 'Side', type: { kind: 'enum', variants: [{ name: 'Left' }, { name: 'Right' }] } }],
};
const callsOf = (...companions: readonly InputFile[]) => solana.calls?.(program, undefined, 'v3', companions);

test('the instructions of the IDL beside a program can be called', () => {
  assert.deepEqual(
    solana
      .companions?.(program, {})
      .map(({ uri }) => uri)
      .filter((uri) => uri.endsWith('.json')),
    ['file:///target/deploy/x-keypair.json', 'file:///target/idl/x.json', 'file:///target/deploy/x.idl.json'],
  );
  const calls = callsOf(fileOf('idl/x.json', idl));
  assert.deepEqual(
    calls?.choices.map(({ id, detail }) => `${id} ${detail}`),
    [
      'send (amount: u64, label: string, to: pubkey, limit: Option<i8>, list: Vec<u16>, side: Side); accounts: from',
      'stop (); no accounts',
      'none an instruction without data, with a payer and one account that the program owns',
    ],
  );
  assert.deepEqual(calls?.choices[2]?.launch([]), {});
  assert.deepEqual(calls?.choices[1]?.launch([]), { instructions: [{ instruction: 'stop' }] });
});

test('answers become arguments, each checked as it is typed', () => {
  const send = callsOf(fileOf('idl/x.json', idl))?.choices[0];
  assert.ok(send);
  const good = [' 18446744073709551615 ', '12', 'alice', '', '[1, 2]', 'Left'];
  assert.deepEqual(
    good.map((text, i) => send.check(i, text)),
    good.map(() => undefined),
  );
  assert.deepEqual(send.launch(good), {
    instructions: [
      {
        instruction: 'send',
        args: { amount: '18446744073709551615', label: '12', to: 'alice', limit: null, list: [1, 2], side: 'Left' },
      },
    ],
  });
  const bad = ['-1', '', '', '200', '[1, "x"]', 'Up'];
  assert.deepEqual(
    bad.map((text, i) => send.check(i, text)?.replace(/ should be.*/, '')),
    ['"amount"', undefined, '"to"', '"limit"', '"list[1]"', '"side"'],
  );
  assert.throws(() => send.launch(bad), LoadError);
});

test('nothing is asked where no IDL is known', () => {
  assert.equal(callsOf(), undefined);
  assert.equal(callsOf(fileOf('idl/x.json', '{')), undefined);
  assert.equal(callsOf(fileOf('deploy/x-keypair.json', [1, 2])), undefined);
});
