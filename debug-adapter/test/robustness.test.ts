import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../engines/engine.ts';
import { mutate } from '../../test/harness/mutate.ts';
import { newSeed, randomFrom } from '../../test/harness/random.ts';
import { toy } from '../../test/toy/index.ts';
import { whileStopped, withProgram } from '../requests.ts';
import { connect } from './client.ts';
import { Debugging, debugToy } from './debugging.ts';

const path = '/toys/a.toy';
const program = 'push 1\npush 2\nadd\nsys print\nhalt\n';

/** Requests that end the run, so that they stay out where it should go on. */
const ending = ['restart', 'continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'configurationDone'];
const asking = [...Object.keys(withProgram), ...Object.keys(whileStopped)].filter((name) => !ending.includes(name));

const nonsense: readonly unknown[] = [
  ...[undefined, null, 0, -1, 1.5, 1e308, 2 ** 53, Number.NaN, '', 'x', '💥'.repeat(1000), true, [], [[]], {}],
  ...[{ source: null }, { source: { path: 5 } }, { source: { path: '' } }, { source: { sourceReference: -3 } }],
  ...[
    { source: { path }, breakpoints: 'all' },
    { source: { path }, breakpoints: [null, 7, {}] },
  ],
  ...[
    { source: { path }, breakpoints: [{ line: -1 }] },
    { source: { path }, breakpoints: [{ line: 1e300 }] },
  ],
  ...[{ source: { path: 'gaslamp-listing:' } }, { source: { path: 'gaslamp-listing:/%%?%%' }, line: 1 }],
  ...[{ threadId: 0 }, { threadId: -1 }, { threadId: 1e15 }, { threadId: '1' }, { threadId: 1, startFrame: -5 }],
  ...[{ threadId: 1, startFrame: 9e15, levels: 9e15 }, { threadId: 1, levels: 'many' }, { frameId: 1e9 }],
  ...[{ variablesReference: 0 }, { variablesReference: -1 }, { variablesReference: 9e15 }, { variablesReference: [] }],
  ...[{ expression: 5 }, { expression: '' }, { expression: '((((' }, { expression: 'stack[9e9]' }],
  ...[{ expression: 'stack[2**60000]' }, { expression: '1', frameId: {} }, { filters: 'all' }, { filters: [1, null] }],
  ...[{ code: 5 }, { code: '__proto__' }, { __proto__: null, constructor: 1 }],
];

test('requests with wrong arguments are answered, and the next action works', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.start({ program: path }, { [path]: [3] });
  for (const command of asking) {
    for (const args of nonsense) {
      const { success, message } = await debugging.client.request(command, args);
      if (!success) assert.doesNotMatch(message ?? '', /mistake in Gaslamp/, `${command} ${JSON.stringify(args)}`);
    }
  }
  assert.equal(await debugging.where(), 'main a.toy:3');
  await debugging.go('next');
  assert.equal(await debugging.evaluate('stack[0]'), '3');
});

test('steps with wrong arguments are refused, and the next one works', async () => {
  const debugging = debugToy({ 'a.toy': program });
  await debugging.start({ program: path }, { [path]: [3] });
  for (const command of ['next', 'stepIn', 'stepOut', 'stepBack']) {
    for (const args of [undefined, null, {}, { threadId: 77 }, { threadId: 'one' }, { threadId: 1e300 }]) {
      assert.match(await debugging.client.refused(command, args), /threadId|no thread 77/);
    }
  }
  assert.equal((await debugging.go('next', { granularity: 77 })).reason, 'step');
});

test('any order of requests is answered: before the launch, before the start, while running, after the end', async (t) => {
  const commands = [
    'initialize',
    'launch',
    'terminate',
    'nonsense',
    '__proto__',
    ...ending,
    ...asking,
    'pause',
    'pause',
  ];
  const wellFormed = {
    ...{ program: path, threadId: 1, frameId: 1, expression: 'stack', filters: [], line: 1, variablesReference: 1 },
    ...{ source: { path }, breakpoints: [{ line: 2 }], limits: { steps: 1000 }, files: [], version: 'one' },
  };
  const random = randomFrom(newSeed());
  t.diagnostic(`GASLAMP_SEED=${random.seed}`);
  for (let session = 0; session < 40; session++) {
    const { client } = debugToy({ 'a.toy': program });
    const answers = Array.from({ length: 60 }, () => {
      const args = random.below(2) === 0 ? wellFormed : mutate(wellFormed, random);
      return client.request(random.pick(commands), args);
    });
    for (const { command, success, message } of await Promise.all(answers)) {
      if (!success) assert.doesNotMatch(message ?? '', /mistake in Gaslamp/, `GASLAMP_SEED=${random.seed}: ${command}`);
    }
    await client.ask('disconnect');
  }
});

test('requests before a launch say so', async () => {
  const { client } = debugToy({ 'a.toy': program });
  assert.match(await client.refused('next', { threadId: 1 }), /"next" came before a program was launched/);
  assert.match(await client.refused('terminate'), /came before/);
  await client.ask('disconnect');
});

test('messages that are no requests are reported in the console', async () => {
  const { client } = debugToy({ 'a.toy': program });
  const messages = [
    {},
    [],
    { type: 'event', event: 'x' },
    { type: 'request' },
    { type: 'request', seq: 'x', command: 'threads' },
  ];
  for (const message of messages) {
    client.send(message);
    assert.match(String((await client.event('output')).output), /no request was passed over/);
  }
  for (const text of ['null', '5', '"hello"']) {
    client.raw(`Content-Length: ${text.length}\r\n\r\n${text}`);
    assert.match(String((await client.event('output')).output), /no request was passed over/);
  }
  client.raw('Content-Length: 9\r\n\r\n{"seq": 1');
  await client.ask('initialize');
  assert.match(String((await client.event('output')).output), /broken message was passed over/);
});

test('a mistake in an engine ends in a sentence, and the session lives', async () => {
  const broken: Engine = {
    ...toy,
    load: (file, options) => {
      const loaded = toy.load(file, options);
      const start = () => {
        const machine = loaded.start();
        const run = machine.run.bind(machine);
        machine.run = (until, budget) => {
          if (machine.steps === 3) throw new TypeError('x is not a function');
          return run(until, budget);
        };
        return machine;
      };
      return { ...loaded, start };
    },
  };
  const files = { [`file://${path}`]: program };
  const debugging = new Debugging(connect([broken], files));
  await debugging.start({ program: path }, { [path]: [4] });
  const stop = await debugging.go('next');
  assert.equal(stop.reason, 'exception');
  assert.match(stop.text ?? '', /^The run failed because of a mistake in Gaslamp: x is not a function/);
  await debugging.go('stepBack');
  assert.equal(await debugging.where(), 'main a.toy:3');
});

test('an engine that cannot even show where it failed ends the session with the sentence', async () => {
  const broken: Engine = {
    ...toy,
    load: (file, options) => {
      const loaded = toy.load(file, options);
      const start = () => {
        const machine = loaded.start();
        machine.run = () => {
          machine.units = () => {
            throw new TypeError('no units');
          };
          throw new TypeError('no run');
        };
        return machine;
      };
      return { ...loaded, start };
    },
  };
  const debugging = new Debugging(connect([broken], { [`file://${path}`]: program }));
  await debugging.start({ program: path });
  await debugging.client.ask('continue', { threadId: 1 });
  await debugging.client.event('terminated');
  assert.match(debugging.printed(), /mistake in Gaslamp: no run/);
});
