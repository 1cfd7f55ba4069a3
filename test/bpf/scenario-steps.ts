import assert from 'node:assert/strict';
import { type Key, keyOf } from '../../engines/bpf/solana/keys.ts';
import { type LaunchProperties, LoadError } from '../../engines/engine.ts';
import { type Disk, programOf, type runOf } from './scenarios.ts';

export const uri = (path: string): string => `file:///w/${path}`;
export const bytes = (content: unknown): Uint8Array =>
  new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
export const diskOf = (files: Readonly<Record<string, unknown>>): Disk =>
  new Map(
    Object.entries(files).map(([path, content]) => [
      uri(path),
      content instanceof Uint8Array ? content : bytes(content),
    ]),
  );

export const nothing = 'entrypoint:\n  mov64 r0, 0\n  exit\n';
/** Adds the byte of its instruction data to the first byte of its first account's data. */
export const adder = `
entrypoint:
  ldxb r3, [r1+96]
  ldxb r4, [r2+0]
  add64 r3, r4
  stxb [r1+96], r3
  mov64 r0, 0
  exit
`;

export const key = (byte: number): Key => keyOf(new Uint8Array(32).fill(byte));

/** A machine before its first step, made from a scenario beside a program. */
export const start = async (scenario: LaunchProperties, files: Readonly<Record<string, unknown>> = {}) => {
  const disk = diskOf({ 'x.sbpf': nothing, 's.gaslamp.json': { program: 'x.sbpf', ...scenario }, ...files });
  const program = await programOf({ program: uri('s.gaslamp.json') }, disk);
  const machine = program.start();
  const { chain } = (machine as Awaited<ReturnType<typeof runOf>>['machine']).runtime;
  const { setup } = machine as Awaited<ReturnType<typeof runOf>>['machine'];
  const named = (name: string): Key => {
    const found = [...chain.accounts.all.entries()].find(([each]) => setup.nameOf(each) === name)?.[0];
    assert.ok(found, `${name} is not there`);
    return found;
  };
  const account = (name: string) => setup.chain().accounts.get(named(name));
  return { program, machine, chain, named, account, transaction: chain.transaction };
};

export const fails = async (
  scenario: LaunchProperties,
  expected: { readonly property?: string; readonly path?: string; readonly says: RegExp },
  files: Readonly<Record<string, unknown>> = {},
) =>
  assert.rejects(start(scenario, files), (error) => {
    assert.ok(error instanceof LoadError, String(error));
    assert.match(error.message, expected.says);
    if (expected.property !== undefined) assert.equal(error.property, expected.property);
    if (expected.path !== undefined) assert.equal(error.path, expected.path);
    return true;
  });
