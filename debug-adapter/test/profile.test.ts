import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  cancelProfileRequest,
  type PartedEvent,
  type ProfiledEvent,
  type ProfileResult,
  partedEvent,
  profiledEvent,
  profileRequest,
} from '../protocol.ts';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';
import { makingCode } from './toys.ts';

const path = '/toys/a.toy';
const loop = (rounds: number) => `  push ${rounds}\nloop:\n  push -1\n  add\n  dup\n  branch loop\n  halt\n`;

const profiled = async ({ client }: Debugging): Promise<ProfiledEvent> =>
  (await client.event(profiledEvent)) as ProfiledEvent;

const profileOf = async (debugging: Debugging) => {
  const { id } = await debugging.client.ask<ProfileResult>(profileRequest);
  const event = await profiled(debugging);
  assert.equal(event.id, id);
  assert.ok(event.profile, event.reason);
  return event.profile;
};

describe('profile', () => {
  test('tells where the cost of the whole run goes, though the program stands at its start', async () => {
    const debugging = debugToy({ 'a.toy': loop(10) });
    await debugging.start({ program: path, stopOnEntry: true });
    const profile = await profileOf(debugging);
    assert.equal(await debugging.where(), 'main a.toy:1');
    await debugging.go('continue');
    const [fuel] = (await debugging.client.ask<{ meters: { spent: string }[] }>('gaslamp/timeline', { marks: false }))
      .meters;
    assert.equal(profile.meters[0]?.spent, fuel?.spent);
    assert.deepEqual(
      profile.meters[0].texts.map(({ uri, labels }) => [uri, labels.map(({ name }) => name)]),
      [['file:///toys/a.toy', ['loop']]],
    );
    assert.match(profile.meters[0].listings[0]?.uri ?? '', /^gaslamp-listing:/);
  });

  test('follows what was changed during the run', async () => {
    const debugging = debugToy({ 'a.toy': loop(10) });
    await debugging.start({ program: path }, { [path]: [3] });
    const before = await profileOf(debugging);
    await debugging.client.ask('setExpression', { expression: 'stack[0]', value: '2' });
    const after = await profileOf(debugging);
    const times = ({ meters }: typeof before) => meters[0]?.texts[0]?.lines.map((line) => line.times);
    assert.deepEqual([times(before)?.[1], times(after)?.[1]], [10, 2]);
  });

  test('of a program that loops for ever ends at the limit and says so', async () => {
    const debugging = debugToy({ 'a.toy': 'again: jump again\n' });
    await debugging.start({ program: path, stopOnEntry: true, limits: { steps: 5000 } });
    const { ending, steps } = await profileOf(debugging);
    assert.equal(steps, 5000);
    assert.match(ending.text, /^Stopped after 5,000 steps/);
  });

  test('can be given up, and the session is heard meanwhile', async () => {
    const debugging = debugToy({ 'a.toy': 'again: jump again\n' });
    await debugging.start({ program: path, stopOnEntry: true });
    const { id } = await debugging.client.ask<ProfileResult>(profileRequest);
    assert.equal(await debugging.where(), 'main a.toy:1');
    await debugging.client.ask(cancelProfileRequest, { id });
    assert.deepEqual(await profiled(debugging), { id });
  });

  test('tells where the run parts from an earlier one', async () => {
    const debugging = debugToy({ 'a.toy': loop(10), 'b.toy': loop(10).replace('push -1', 'push -2') });
    await debugging.start({ program: path, stopOnEntry: true });
    const compared = async (against: object) => {
      await debugging.client.ask<ProfileResult>(profileRequest, { against });
      await profiled(debugging);
      return ((await debugging.client.event(partedEvent)) as PartedEvent).divergence;
    };
    assert.equal(await compared({ program: path }), 'never');
    const found = await compared({ program: '/toys/b.toy' });
    assert.ok(typeof found === 'object');
    assert.deepEqual(
      [found.step, found.before?.name, found.before?.line, found.after?.name],
      [21, 'b.toy', 6, 'a.toy'],
    );
    await debugging.client.ask<ProfileResult>(profileRequest, { against: { program: '/toys/gone.toy' } });
    await profiled(debugging);
    await profileOf(debugging);
    assert.deepEqual(debugging.client.unheard(partedEvent), []);
  });

  test('brings the listings of codes that lie in no file', async () => {
    const debugging = debugToy({ 'a.toy': makingCode('push 1\nret\n') });
    await debugging.start({ program: path, stopOnEntry: true });
    await debugging.client.ask<ProfileResult>(profileRequest);
    const { profile, listings = {} } = await profiled(debugging);
    const [[code, text] = ['', '']] = Object.entries(listings);
    assert.match(text, /push 1/);
    const uris = profile?.meters[0]?.texts.map(({ uri }) => decodeURIComponent(uri)) ?? [];
    assert.ok(
      uris.some((uri) => uri.endsWith(`?code=${code}`)),
      uris.join('\n'),
    );
  });

  test('comes by itself at the end of a run without debugging that asks for it, before the session ends', async () => {
    const debugging = debugEvm('push 1\npush 0\nsstore\nstop\n');
    await debugging.prepare({ program: '/contracts/a.easm', noDebug: true, profile: true });
    await debugging.client.ask('configurationDone');
    const { profile } = await profiled(debugging);
    assert.equal(profile?.ending.ok, true);
    assert.equal(profile.meters[0]?.instructions[0]?.mnemonic, 'SSTORE');
    await debugging.client.event('terminated');
    const heard = debugging.client.transcript.filter((line) => line.startsWith('•')).map((line) => line.split(' ')[1]);
    assert.ok(heard.indexOf(profiledEvent) < heard.indexOf('exited'));
  });
});
