import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subjectOf } from '../../cli/profile.ts';
import { connect as connectAdapter } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { solana } from '../../engines/bpf/index.ts';
import type { Engine, InputFile } from '../../engines/engine.ts';
import type { FilesResult } from '../../server/protocol.ts';
import { connect as connectServer } from '../server/client.ts';

/** A keypair: the secret, and the public key behind it. */
const keypair = JSON.stringify([...Array(32).fill(77), ...Array(32).fill(5)]);
const shared = JSON.stringify([...Array(32).fill(0), ...Array(32).fill(5)]);
const program = 'entrypoint:\n  mov64 r0, 0\n  exit\n';
const files: Readonly<Record<string, string>> = {
  'file:///w/x.sbpf': program,
  'file:///w/x-keypair.json': keypair,
};

/** The engine, and the files around programs that it was given. */
const watched = (): { readonly engine: Engine; readonly seen: readonly InputFile[] } => {
  const seen: InputFile[] = [];
  const load: Engine['load'] = (file, options) => {
    seen.push(...(options.companions ?? []));
    return solana.load(file, options);
  };
  return { engine: { ...solana, load }, seen };
};

const textOf = ([file]: readonly InputFile[]): string => new TextDecoder().decode(file?.bytes);

test('an editor is told which part of a keypair it may send along', async () => {
  const client = await connectServer([solana]);
  const file = { uri: 'file:///w/x.sbpf', name: 'x.sbpf', base64: btoa(program) };
  const params = { launch: { program: '/w/x.sbpf' }, files: [file], absent: [] };
  const { needed } = await client.request<FilesResult>('gaslamp/files', params);
  assert.deepEqual(
    needed.find(({ uri }) => uri.endsWith('x-keypair.json')),
    { uri: 'file:///w/x-keypair.json', shared: [32, 64] },
  );
  await client.close();
});

test('the debugger keeps nothing of the secret half of a keypair that it reads, or is sent', async () => {
  const sent = Object.entries(files).map(([uri, text]) => ({ uri, base64: btoa(text) }));
  for (const more of [{}, { files: sent }]) {
    const { engine, seen } = watched();
    const debugging = new Debugging(connectAdapter([engine], files));
    await debugging.start({ program: '/w/x.sbpf', stopOnEntry: true, ...more });
    assert.equal(textOf(seen), shared);
    assert.match(
      debugging.printed(),
      /The program has the key LbUiWL3xVV8hTFYBVdbTNrpDo41NKS6o3LHHuDzjfcY, from x-keypair/,
    );
    await debugging.go('continue').catch(() => {});
  }
});

test('the command line keeps nothing of it', async () => {
  const { engine, seen } = watched();
  const readUri = async (uri: string): Promise<Uint8Array> => {
    const text = files[uri];
    if (text === undefined) throw new Error('It is not there.');
    return new TextEncoder().encode(text);
  };
  const host = {
    readUri,
    uriOf: (path: string) => `file:///w/${path}`,
    read: (path: string) => readUri(`file:///w/${path}`),
  };
  const subject = await subjectOf([engine], 'x.sbpf', {}, undefined, host);
  assert.equal(textOf(seen), shared);
  assert.ok(subject.files.every(({ bytes }) => !new TextDecoder().decode(bytes).includes('77,77')));
});
