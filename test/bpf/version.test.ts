import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { parseSbpf } from '../../engines/bpf/assembly/document.ts';
import { writeElf } from '../../engines/bpf/elf-writer/write.ts';
import { solana } from '../../engines/bpf/index.ts';

const setting = 'gaslamp.solana.sbpfVersion';
/** Only v2 has `lmul64`. */
const code = 'entrypoint: mov64 r1, 3\n lmul64 r1, 2\n mov64 r0, 0\n exit\n';

const client = (content: string | Uint8Array) =>
  connect([solana], { 'file:///w/x.sbpf': content, 'file:///w/x.so': content });

/** What the console says when a program starts. */
const started = async (content: string | Uint8Array, launch: object): Promise<string> => {
  const debugging = new Debugging(client(content));
  await debugging.start({ program: '/w/x.sbpf', stopOnEntry: true, ...launch });
  return debugging.printed();
};

const refused = async (content: string | Uint8Array, launch: object): Promise<string> => {
  const one = client(content);
  await one.ask('initialize', { clientID: 'vscode', adapterID: 'gaslamp' });
  return one.refused('launch', { program: '/w/x.sbpf', ...launch });
};

test('a text that leaves its version open runs in the one that is chosen', async () => {
  assert.match(await refused(code, {}), /line 2: lmul64 exists in v2 only/);
  await started(code, { version: 'v2' });
  await started(code, { versions: { [setting]: 'v2' } });
});

test('a text that says its version runs in it, and in no other that a person asks for', async () => {
  const text = `.version v2\n${code}`;
  for (const launch of [{}, { version: 'v2' }, { versions: { [setting]: 'v3' } }])
    assert.match(await started(text, launch), /Runs on sBPF v2, as x\.sbpf says itself\./);
  assert.match(
    await refused(text, { version: 'v3' }),
    /It cannot run on v3, which "version" asks for; leave "version" out\./,
  );
});

test('a program that was built runs in the version of its file', async () => {
  const bytes = writeElf(parseSbpf(code, 'v2', new Set()));
  const launch = { program: '/w/x.so' };
  assert.match(
    await started(bytes, { ...launch, versions: { [setting]: 'v3' } }),
    /Runs on sBPF v2, as x\.so says itself\./,
  );
  assert.match(await refused(bytes, { ...launch, version: 'v0' }), /It cannot run on v0/);
});
