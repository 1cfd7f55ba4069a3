import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CallsResult, CheckResult, FilesResult, LaunchOfResult } from '../../server/protocol.ts';
import { makeToy, toy } from '../toy/index.ts';
import { type Client, connect } from './client.ts';

let client: Client;
before(async () => {
  client = await connect([toy]);
});
after(() => client.close());

const file = (name: string, content: string) => ({ uri: `file:///w/${name}`, name, base64: btoa(content) });
const program = file('a.toy', 'push 1\nhalt');
const calls = () => client.request<CallsResult>('gaslamp/calls', { file: program, part: 'main' });

test('how a file can be called comes from its engine', async () => {
  const answer = await calls();
  assert.deepEqual(
    answer?.choices.map(({ id, parameters }) => [id, parameters.map(({ type, name }) => `${type} ${name}`)]),
    [
      ['fuel', ['number fuel']],
      ['plain', []],
    ],
  );
});

test('answers are checked while they are typed, and become launch properties', async () => {
  const { handle } = (await calls())!;
  const check = (text: string) =>
    client.request<CheckResult>('gaslamp/checkArgument', { handle, call: 'fuel', parameter: 0, text });
  assert.deepEqual(await check('12'), { problem: null });
  assert.match((await check('none')).problem ?? '', /"fuel" must be a whole number above 0\./);
  const launch = (call: string, ...texts: string[]) =>
    client.request<LaunchOfResult>('gaslamp/launchOf', { handle, answers: [{ call, texts }] });
  assert.deepEqual(await launch('fuel', '12'), { launch: { fuel: 12 } });
  assert.deepEqual(await launch('plain'), { launch: {} });
  await assert.rejects(launch('fuel', '-1'), /"fuel" must be/);
  await assert.rejects(launch('other'), /no call "other"/);
});

test('only the latest answers are kept', async () => {
  const { handle } = (await calls())!;
  for (let i = 0; i < 8; i++) await calls();
  const check = client.request('gaslamp/checkArgument', { handle, call: 'fuel', parameter: 0, text: '1' });
  await assert.rejects(check, /not known any more/);
});

test('an engine sees the files around a program that are sent along', async () => {
  const seen: (string | undefined)[] = [];
  const curious = makeToy();
  const other = await connect([
    {
      ...curious,
      calls: (_file, _part, _version, companions) => void seen.push(...(companions ?? []).map(({ name }) => name)),
    },
  ]);
  await other.request('gaslamp/calls', { file: program, companions: [file('a.json', '{}'), file('b.json', '{}')] });
  await other.request('gaslamp/calls', { file: program });
  assert.deepEqual(seen, ['a.json', 'b.json']);
  await other.close();
});

test('an engine that asks nothing is not asked', async () => {
  const { calls: _, ...silent } = makeToy();
  const other = await connect([silent]);
  assert.equal(await other.request('gaslamp/calls', { file: program }), null);
  await other.close();
});

test('the files that a scenario leads to are found one after the other', async () => {
  const scenario = file('s.gaslamp.json', '{ "scenario": "deep/t.gaslamp.json" }');
  const deeper = { ...file('t.gaslamp.json', '{ "program": "../a.toy" }'), uri: 'file:///w/deep/t.gaslamp.json' };
  const needed = async (...files: object[]) =>
    (
      await client.request<FilesResult>('gaslamp/files', {
        launch: { program: '/w/s.gaslamp.json' },
        files,
        absent: [],
      })
    ).needed.map(({ uri }) => uri);
  assert.deepEqual(await needed(), ['file:///w/s.gaslamp.json']);
  assert.deepEqual(await needed(scenario), [deeper.uri]);
  assert.deepEqual(await needed(scenario, deeper), [program.uri]);
  assert.deepEqual(await needed(scenario, deeper, program), []);
  assert.deepEqual(await needed(file('s.gaslamp.json', 'no JSON')), []);
});

test('files that may lie around a program are asked for, unless they are absent', async () => {
  const binary = { ...file('b.bin', '\0toy\x00'), uri: 'file:///w/b.bin' };
  const needed = async (files: object[], absent: string[]) =>
    (await client.request<FilesResult>('gaslamp/files', { launch: { program: '/w/b.bin' }, files, absent })).needed.map(
      ({ uri }) => uri,
    );
  assert.deepEqual(await needed([binary], []), ['file:///w/b.bin.names']);
  assert.deepEqual(await needed([binary], ['file:///w/b.bin.names']), []);
  assert.deepEqual(await needed([], [binary.uri]), []);
});

test('malformed requests are refused with the reason', async () => {
  const refused = (method: string, params: object, reason: RegExp) =>
    assert.rejects(client.request(`gaslamp/${method}`, params), reason);
  await refused('calls', {}, /file\.uri should be a string/);
  await refused('calls', { file: program, part: 'other' }, /no part "other"/);
  await refused('checkArgument', { handle: 'x' }, /should be/);
  await refused('launchOf', { handle: 1, answers: [{}] }, /should be/);
  await refused('launchOf', { handle: 1, answers: 5 }, /answers should be a list/);
  await refused('files', { launch: 5, files: [] }, /launch should be an object/);
  await refused('files', { launch: {}, files: [], absent: [5] }, /absent\[0\] should be a string/);
});
