import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toy } from '../test/toy/index.ts';
import type { Engine, OwnVersion } from './engine.ts';
import { chooseVersion, type WantedVersion } from './version.ts';

const file = { uri: 'file:///w/a', name: 'a', bytes: new Uint8Array() };
const options = { limits: { steps: 1, memory: 1 }, launch: {} };

const chosen = (own: OwnVersion | undefined, wanted?: string, version?: unknown) => {
  const engine: Engine = { ...toy, versionFor: () => own };
  const set: WantedVersion | undefined = version === undefined ? undefined : { version, property: 'a.setting' };
  return chooseVersion(engine, file, options, { ...(wanted && { wanted }), ...(set && { set }) }).version;
};

const asked: OwnVersion = { version: 'v1', reason: 'It asks for v1.' };
const fixed: OwnVersion = { version: 'v1', reason: 'It is of v1.', isFixed: true };

test('a person chooses the version, or else the program, or else the engine', () => {
  assert.equal(chosen(undefined), toy.defaultVersion);
  assert.equal(chosen(asked), 'v1');
  assert.equal(chosen(asked, undefined, 'v2'), 'v2');
  assert.equal(chosen(asked, 'v2', 'v1'), 'v2');
});

test('what means nothing in another version runs in its own', () => {
  assert.equal(chosen(fixed, undefined, 'v2'), 'v1');
  assert.equal(chosen(fixed, 'v1', 'v2'), 'v1');
  const message = 'It is of v1. It cannot run on v2, which "version" asks for; leave "version" out.';
  assert.throws(() => chosen(fixed, 'v2'), { message, property: 'version' });
});

test('a version that is not there is told with where it was asked for', () => {
  const message = /has no version "v9"; "a\.setting" takes one of v1, v2, or can be left out/;
  assert.throws(() => chosen(undefined, undefined, 'v9'), { message, property: 'a.setting' });
  assert.throws(() => chosen(undefined, undefined, 9), { property: 'a.setting' });
  assert.throws(() => chosen(asked, 'v9', 'v1'), { property: 'version' });
});
