import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type CpuProfile, toCpuProfile } from './cpuprofile.ts';
import { ProfileError, readProfile, stableJson } from './json.ts';
import type { CostNode, Profile } from './report.ts';
import { toSpeedscope } from './speedscope.ts';
import { profiled, profiledEvm, profiledToy, samplePrograms } from './test/profiled.ts';

const calls = 'push 3\n sys sqrt\n call twice\n call leaf\n halt\n twice: call leaf\n call leaf\n ret\n leaf: ret';

/** What the stretches cost that did not give more back than they took: all of it, where nothing was given back. */
const lengthOf = ({ tree, spent, refunded }: Profile['meters'][number]): number => {
  const lengthBelow = ({ own, children }: CostNode): number =>
    children.reduce((sum, child) => sum + lengthBelow(child), Math.max(0, Number(own)));
  const length = lengthBelow(tree);
  if (refunded === '0') assert.equal(length, Number(spent));
  return length;
};

/** The time of each node as VS Code computes it: a sample lasts until the next one, the last until the end. */
const timesOf = ({ samples, timeDeltas, startTime, endTime }: CpuProfile): ReadonlyMap<number, number> => {
  const times = new Map<number, number>();
  let now = startTime;
  for (const [index, id] of samples.entries()) {
    now += timeDeltas[index] ?? 0;
    const until = now + (timeDeltas[index + 1] ?? endTime - now);
    times.set(id, (times.get(id) ?? 0) + until - now);
  }
  return times;
};

describe('a CPU profile', () => {
  test('has for each stretch as much time as it cost', () => {
    const [meter] = profiledToy(calls).meters;
    const cpu = toCpuProfile(meter!);
    const times = timesOf(cpu);
    const named = (name: string) =>
      cpu.nodes
        .filter(({ callFrame }) => callFrame.functionName === name)
        .reduce((sum, { id }) => sum + (times.get(id) ?? 0), 0);
    assert.equal(
      [...times.values()].reduce((a, b) => a + b, 0),
      Number(meter?.spent),
    );
    assert.equal(named('ret'), 8);
    assert.equal(named('(program load)'), Number(meter?.apart.find(({ reason }) => reason === 'program load')?.cost));
  });

  test('is as the protocol of Chrome says, and each node but the first is the child of one', async () => {
    for (const program of await samplePrograms()) {
      const profile = profiled(program);
      const cpu = toCpuProfile(profile.meters[0]!);
      const ids = cpu.nodes.map(({ id }) => id);
      assert.deepEqual(ids, [...new Set(ids)]);
      assert.deepEqual(
        cpu.nodes.flatMap(({ children }) => children).sort((a, b) => a - b),
        ids.slice(1),
      );
      assert.equal(cpu.samples.length, cpu.timeDeltas.length);
      assert.ok(cpu.samples.every((id) => ids.includes(id)) && cpu.timeDeltas.every((delta) => delta >= 0));
      assert.equal(cpu.endTime - cpu.startTime, lengthOf(profile.meters[0]!));
      for (const { callFrame } of cpu.nodes) {
        assert.deepEqual(Object.keys(callFrame), ['functionName', 'scriptId', 'url', 'lineNumber', 'columnNumber']);
        assert.equal(typeof callFrame.scriptId, 'string');
      }
    }
  });
});

type Schema = {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, Schema>>;
};

/** The part of JSON Schema that the schema of speedscope uses. */
const fits = (value: unknown, schema: Schema, root: Schema): boolean => {
  if (schema.$ref) return fits(value, root.definitions?.[schema.$ref.replace('#/definitions/', '')] ?? {}, root);
  if (schema.anyOf) return schema.anyOf.some((each) => fits(value, each, root));
  if (schema.enum) return schema.enum.includes(value);
  if (schema.type === 'array')
    return Array.isArray(value) && value.every((each) => fits(each, schema.items ?? {}, root));
  if (schema.type !== 'object') return schema.type === undefined || typeof value === schema.type;
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return (
    (schema.required ?? []).every((key) => key in members) &&
    Object.entries(schema.properties ?? {}).every(
      ([key, inner]) => !(key in members) || fits(members[key], inner, root),
    )
  );
};

describe('a speedscope file', () => {
  const schema: Schema = JSON.parse(
    readFileSync(
      new URL('../../node_modules/speedscope/dist/release/file-format-schema.json', import.meta.url),
      'utf8',
    ),
  );

  test('is as its schema says, with each meter and its exact sum', async () => {
    const profiles = [profiledToy(calls), ...(await samplePrograms()).map((program) => profiled(program))];
    for (const profile of profiles) {
      const file = toSpeedscope(profile);
      assert.ok(fits(file, schema, schema));
      for (const [index, { weights, endValue, samples }] of file.profiles.entries()) {
        assert.equal(
          weights.reduce((a, b) => a + b, 0),
          lengthOf(profile.meters[index]!),
        );
        assert.equal(endValue, lengthOf(profile.meters[index]!));
        assert.ok(samples.flat().every((frame) => file.shared.frames[frame]));
      }
    }
  });

  test('that is broken is refused by the schema', () => {
    const file = toSpeedscope(profiledEvm('push 1'));
    assert.equal(fits({ ...file, profiles: [{ ...file.profiles[0], unit: 'euros' }] }, schema, schema), false);
    assert.equal(fits({ ...file, shared: {} }, schema, schema), false);
  });
});

describe('a profile in a file', () => {
  test('is what it was, with its keys in order', () => {
    const profile = profiledToy(calls);
    const text = stableJson(profile);
    assert.deepEqual(readProfile('a.json', text), profile);
    const keys = [...text.matchAll(/^ {2}"(\w+)"/gm)].map(([, key]) => key);
    assert.deepEqual(keys, keys.toSorted());
  });

  test('that is none is refused with what is wrong', () => {
    const refused = (text: string, reason: RegExp) =>
      assert.throws(
        () => readProfile('old.json', text),
        (error) => error instanceof ProfileError && reason.test(error.message),
      );
    refused('{', /^old\.json is no profile, for it cannot be read as JSON: /);
    refused('[]', /^old\.json is no profile of Gaslamp: "meters" is missing/);
    const { meters, ...rest } = profiledToy(calls);
    refused(JSON.stringify(rest), /"meters" is missing/);
    refused(
      JSON.stringify({ ...rest, meters: [{ ...meters[0], spent: 5 }] }),
      /"meters\[0\]\.spent" is missing or of another kind/,
    );
  });
});
