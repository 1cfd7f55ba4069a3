import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listingUri } from '../../engines/listing.ts';
import { toy } from '../../test/toy/index.ts';
import { defaultLimits, launchSchema } from '../launch.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';

const halts = 'push 1\nhalt\n';
const endless = 'loop:\n  jump loop\n';

const refusal = async (launch: unknown, files: Readonly<Record<string, string>> = { 'a.toy': halts }) => {
  const { client } = debugToy(files);
  await client.ask('initialize', {});
  const sentence = await client.refused('launch', launch);
  await client.ask('launch', { program: '/toys/a.toy' });
  return sentence;
};

test('a launch that cannot be is answered with one sentence, and the next one works', async () => {
  const cases: readonly [unknown, RegExp][] = [
    [undefined, /needs arguments: an object/],
    [{}, /"program" should be a string, but is missing/],
    [{ program: 7 }, /"program" should be a string, but is 7\./],
    [{ program: 'a.toy' }, /should be a whole path or a URI.*\$\{workspaceFolder\}\//],
    [{ program: '/toys/missing.toy' }, /There is no file missing\.toy/],
    [{ program: '/toys/a.toy', vm: 'abacus' }, /no virtual machine "abacus".*toy/],
    [{ program: '/toys/a.toy', part: 'other' }, /no part "other".*main/],
    [{ program: '/toys/a.toy', version: 'v9' }, /Toy VM has no version "v9"; "version" takes one of v1, v2/],
    [{ program: '/toys/a.toy', versions: { 'gaslamp.toy.version': 'v0' } }, /"gaslamp\.toy\.version" takes one of v1/],
    [{ program: '/toys/a.toy', versions: 'v1' }, /"versions" should be an object/],
    [{ program: '/toys/a.toy', fuel: -1 }, /fuel/],
    [{ program: '/toys/a.toy', stopOnEntry: 'yes' }, /"stopOnEntry" should be true or false, but is "yes"\./],
    [{ program: '/toys/a.toy', limits: 5 }, /"limits" should be an object/],
    [{ program: '/toys/a.toy', limits: { steps: 0 } }, /"limits\.steps" should be a whole number from 1 on, but is 0/],
    [{ program: '/toys/a.toy', limits: { steps: 1e300 } }, /"limits\.steps" should be a whole number/],
    [{ program: '/toys/a.toy', files: [{ uri: 'x' }] }, /"files\[0\]\.base64" should be a string/],
    [{ program: '/toys/a.toy', files: [{ uri: 'x', base64: '*' }] }, /"files\[0\]\.base64" should be base64/],
    [{ program: 'gaslamp-listing:/x.toy?code%3D0x12' }, /earlier debug session/],
  ];
  for (const [launch, sentence] of cases) assert.match(await refusal(launch), sentence);
});

test('a file that no engine takes, is empty or is faulty is refused with the reason', async () => {
  const files = { 'a.toy': halts, 'text.md': '# Hello', 'empty.toy': '', 'faulty.toy': 'push 1\npsh 2\n' };
  assert.match(await refusal({ program: '/toys/text.md' }, files), /text\.md is no program/);
  assert.match(await refusal({ program: '/toys/empty.toy' }, files), /empty\.toy/);
  assert.match(await refusal({ program: '/toys/faulty.toy' }, files), /faulty\.toy.*2/s);
});

test('attach is not offered', async () => {
  const { client } = debugToy({});
  assert.match(await client.refused('attach', {}), /does not know the request "attach"/);
});

test('one session has one program', async () => {
  const debugging = debugToy({ 'a.toy': halts });
  await debugging.start({ program: '/toys/a.toy' });
  assert.match(await debugging.client.refused('launch', { program: '/toys/a.toy' }), /has a program already/);
});

test('a program is a path, a URI, or a listing', async () => {
  const listing = listingUri({ kind: 'file', uri: 'file:///toys/a.toy', part: 'main' }, 'a', '.toy');
  for (const program of ['/toys/a.toy', 'file:///toys/a.toy', listing]) {
    const debugging = debugToy({ 'a.toy': halts });
    await debugging.start({ program });
    assert.equal(await debugging.where(), 'main a.toy:1');
    const [frame] = await debugging.frames();
    assert.equal(frame?.source?.path, program === listing ? listing : '/toys/a.toy');
  }
});

test('what stands in an editor overrules the file, also where there is none', async () => {
  const debugging = debugToy({ 'a.toy': halts });
  const unsaved = { uri: 'untitled:Untitled-1', languageId: 'toy-asm', base64: btoa('push 7\npush 8\nhalt') };
  await debugging.start({ program: unsaved.uri, files: [unsaved] }, { [unsaved.uri]: [2] });
  assert.deepEqual(await debugging.scope('Stack'), ['7']);
  assert.equal((await debugging.frames())[0]?.source?.path, unsaved.uri);
});

test('a session stops at its entry where no breakpoint would stop it, or where it is told to', async () => {
  const stop = async (launch: object, lines: readonly number[]) => {
    const { stopped } = await debugToy({ 'a.toy': halts }).start(
      { program: '/toys/a.toy', ...launch },
      { '/toys/a.toy': lines },
    );
    return stopped.reason;
  };
  assert.equal(await stop({}, []), 'entry');
  assert.equal(await stop({}, [2]), 'breakpoint');
  assert.equal(await stop({}, [1]), 'breakpoint');
  assert.equal(await stop({ stopOnEntry: true }, [2]), 'entry');
  assert.equal(await stop({ stopOnEntry: false }, []), 'end');
});

test('running without debugging prints how it went, stops nowhere, and ends', async () => {
  for (const [program, limits, code, text] of [
    [halts, {}, 0, /^✔ Halted with 1\.\n/],
    ['drop', {}, 1, /^✘ .*stack/i],
    [endless, { steps: 1000 }, 1, /^✘ Stopped after 1,000 steps/],
  ] as const) {
    const debugging = debugToy({ 'a.toy': program });
    await debugging.prepare({ program: '/toys/a.toy', noDebug: true, limits });
    await debugging.breakpoints('/toys/a.toy', [1]);
    await debugging.client.ask('configurationDone');
    assert.deepEqual(await debugging.client.event('exited'), { exitCode: code });
    await debugging.client.event('terminated');
    assert.match(debugging.printed(), text);
    assert.deepEqual(debugging.client.unheard('stopped'), []);
  }
});

test('the version chosen is the version run: by the configuration, else by the settings', async () => {
  const cost = async (launch: object) => {
    const debugging = debugToy({ 'a.toy': 'push 1\npush 2\nadd\nhalt' });
    await debugging.start({ program: '/toys/a.toy', ...launch }, { '/toys/a.toy': [3] });
    return debugging.evaluate('explain()');
  };
  const versions = { 'gaslamp.toy.version': 'v1', 'gaslamp.other.version': 'first' };
  assert.equal(await cost({ version: 'v1' }), '1 fuel: 1 base');
  assert.equal(await cost({ version: 'v2', versions }), '2 fuel: 2 base');
  assert.equal(await cost({ versions }), '1 fuel: 1 base');
  assert.equal(await cost({}), '2 fuel: 2 base');
});

test('what an engine finds beside a program is used, and what it left aside is told', async () => {
  const { bytes } = toy.languages[0].parse('call twice\nhalt\ntwice: push 2\nreturn', { version: 'v2' });
  const binary = new Uint8Array([0, 0x74, 0x6f, 0x79, ...bytes]);
  const start = async (names: string) => {
    const files = { 'file:///toys/a.bin': binary, 'file:///toys/a.bin.names': names };
    const debugging = new Debugging(connect([toy], files));
    await debugging.start({ program: '/toys/a.bin' });
    await debugging.go('stepIn');
    const [frame] = await debugging.frames();
    return [frame?.name, debugging.printed()];
  };
  assert.deepEqual(await start('0x104 twice\n'), ['twice', '']);
  assert.deepEqual(await start('0x200 twice\n'), [
    '0x0104',
    'a.bin.names names places that the program does not have.\n',
  ]);
});

test('the schema of the manifest describes what is read', () => {
  const schema = launchSchema([toy]);
  assert.deepEqual(Object.keys(schema), [
    'program',
    'scenario',
    'vm',
    'part',
    'version',
    'stopOnEntry',
    'ask',
    'profile',
    'limits',
  ]);
  assert.deepEqual(schema.vm?.enum, ['toy']);
  assert.deepEqual(schema.version?.enum, ['v1', 'v2']);
  assert.equal(schema.limits?.properties?.steps?.default, defaultLimits.steps);
});
