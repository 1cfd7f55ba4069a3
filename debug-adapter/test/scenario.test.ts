import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debugEvm, debugToy } from './debugging.ts';

const program = 'push 1\npush 2\nadd\nhalt';
const json = (content: object) => JSON.stringify(content);

/** The fuel that a launch starts with, as the meter says. */
const fuelOf = async (files: Readonly<Record<string, string>>, launch: object) => {
  const debugging = debugToy({ 'a.toy': program, ...files });
  await debugging.start({ stopOnEntry: true, ...launch });
  return debugging.evaluate('fuel');
};

const refusal = async (files: Readonly<Record<string, string>>, launch: object) => {
  const { client } = debugToy({ 'a.toy': program, ...files });
  await client.ask('initialize', {});
  return client.refused('launch', launch);
};

test('a scenario is launched itself, and its paths start at its folder', async () => {
  const files = { 'deep/s.gaslamp.json': json({ program: '../a.toy', vm: 'toy', fuel: 5000 }) };
  assert.match(await fuelOf(files, { program: '/toys/deep/s.gaslamp.json' }), /5,?000/);
  assert.match(await fuelOf(files, { program: 'file:///toys/deep/s.gaslamp.json' }), /5,?000/);
});

test('a launch configuration names a scenario, and comes before it', async () => {
  const files = { 's.gaslamp.json': json({ program: 'a.toy', fuel: 5000 }), 'b.toy': 'halt' };
  assert.match(await fuelOf(files, { scenario: '/toys/s.gaslamp.json' }), /5,?000/);
  assert.match(await fuelOf(files, { scenario: '/toys/s.gaslamp.json', fuel: 7000 }), /7,?000/);
  const debugging = debugToy({ 'a.toy': program, ...files });
  await debugging.start({ scenario: '/toys/s.gaslamp.json', program: '/toys/b.toy' });
  assert.match(await debugging.where(), /b\.toy:1$/);
});

test('scenarios build on scenarios, the closer one in front', async () => {
  const files = {
    'base.gaslamp.json': json({ program: 'a.toy', fuel: 5000, version: 'v1' }),
    'more/top.gaslamp.json': json({
      $schema: 'x',
      description: 'Less fuel.',
      scenario: '../base.gaslamp.json',
      fuel: 6000,
    }),
  };
  assert.match(await fuelOf(files, { program: '/toys/more/top.gaslamp.json' }), /6,?000/);
  const debugging = debugToy({ 'a.toy': program, ...files });
  await debugging.start({ program: '/toys/more/top.gaslamp.json' }, { '/toys/a.toy': [3] });
  assert.equal(await debugging.evaluate('explain()'), '1 fuel: 1 base');
});

test('a contract that a scenario has from a file is shown, and stops, in that file', async () => {
  const callee = '0x0000000000000000000000000000000000000c07';
  const caller = `push 0 push 0 push 0 push 0 push 0 push ${callee} gas call\nstop`;
  const scenario = json({ program: 'a.easm', accounts: { [callee]: { program: 'b.easm' } } });
  const debugging = debugEvm(caller, { 's.gaslamp.json': scenario, 'b.easm': '; the callee\npush 7\npop\nstop' });
  await debugging.start({ program: '/contracts/s.gaslamp.json' }, { '/contracts/b.easm': [3] });
  assert.match(await debugging.where(), /b\.easm:3$/);
  await debugging.go('stepBack');
  assert.match(await debugging.where(), /b\.easm:2$/);
  await debugging.breakpoints('/contracts/b.easm', []);
  await debugging.go('stepOut');
  assert.match(await debugging.where(), /a\.easm:2$/);
});

test('what stands in an editor overrules a scenario on the disk', async () => {
  const files = { 's.gaslamp.json': json({ program: 'a.toy', fuel: 5000 }) };
  const unsaved = { uri: 'file:///toys/s.gaslamp.json', base64: btoa(json({ program: 'a.toy', fuel: 8000 })) };
  assert.match(await fuelOf(files, { program: '/toys/s.gaslamp.json', files: [unsaved] }), /8,?000/);
});

test('a restart reads a scenario again', async () => {
  const debugging = debugToy({ 'a.toy': program, 's.gaslamp.json': json({ program: 'a.toy', fuel: 5000 }) });
  const launch = { scenario: '/toys/s.gaslamp.json', stopOnEntry: true };
  await debugging.start(launch);
  await debugging.client.ask('restart', { arguments: { ...launch, fuel: 9000 } });
  await debugging.stopped();
  assert.match(await debugging.evaluate('fuel'), /9,?000/);
});

test('a scenario that cannot be followed is refused in one sentence', async () => {
  const refuse = (content: string, more: Readonly<Record<string, string>> = {}) =>
    refusal({ 's.gaslamp.json': content, ...more }, { program: '/toys/s.gaslamp.json' });
  const cases: readonly [content: string, RegExp, more?: Readonly<Record<string, string>>][] = [
    ['{ "program": ', /^s\.gaslamp\.json cannot be read as JSON: .+\.$/],
    ['[]', /^s\.gaslamp\.json should hold an object/],
    ['', /cannot be read as JSON/],
    ['{}', /^s\.gaslamp\.json names no program/],
    [json({ program: 7 }), /^"program" in s\.gaslamp\.json should be a string, but is 7\.$/],
    [json({ program: 'none.toy' }), /There is no file none\.toy/],
    [json({ program: 's.gaslamp.json' }), /^The scenario s\.gaslamp\.json leads back to itself/],
    [
      json({ scenario: 't.gaslamp.json' }),
      /^The scenario s\.gaslamp\.json leads back/,
      { 't.gaslamp.json': json({ scenario: 's.gaslamp.json' }) },
    ],
    [
      json({ program: 'a.toy', feul: 5 }),
      /property "feul", which means nothing to the Toy VM; write "fuel" if that is meant\.$/,
    ],
    [json({ program: 'a.toy', stopOnEntry: true }), /"stopOnEntry", which means nothing to the Toy VM; remove it\.$/],
    [json({ program: 'a.toy', fuel: -1 }), /fuel/],
    [json({ program: 'a.toy', vm: 'abacus' }), /no virtual machine "abacus"/],
    [json({ program: 'a.toy', part: 'other' }), /no part "other"/],
    [json({ program: 'a.toy', version: 'v9' }), /no version "v9"/],
  ];
  for (const [content, sentence, more] of cases) assert.match(await refuse(content, more), sentence);
  assert.match(await refusal({}, { scenario: 's.gaslamp.json' }), /"scenario" should be a whole path or a URI/);
  assert.match(await refusal({}, { scenario: 5 }), /"scenario" should be a string, but is 5\./);
});
