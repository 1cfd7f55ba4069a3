import { bytesToHex } from '@noble/hashes/utils.js';
import { LoadError } from '../../../engine.ts';
import type { Cell, ResolvedTransaction, ScriptContext, ScriptGroup } from './context.ts';
import { dataHash, scriptHash, typeIdHash } from './hash.ts';
import * as messages from './messages.ts';
import type { HashType, Script } from './types.ts';

/** Which script of a transaction runs: that of a cell. */
export type ScriptChoice = {
  readonly cell: 'input' | 'output';
  readonly index: number;
  readonly script: 'lock' | 'type';
};

export const firstLock: ScriptChoice = { cell: 'input', index: 0, script: 'lock' };

const same = (a: Uint8Array, b: Uint8Array): boolean => bytesToHex(a) === bytesToHex(b);

/** The script that was chosen, and the cells that it guards. @throws LoadError */
export const contextOf = (
  resolved: ResolvedTransaction,
  { cell, index, script: kind }: ScriptChoice,
): ScriptContext => {
  const outputs = resolved.transaction.outputs;
  const cells = cell === 'input' ? resolved.inputs.map(({ output }) => output) : outputs;
  const chosen = cells[index];
  if (!chosen) throw new LoadError(messages.noSuchCell(cell, index, cells.length), 'script');
  if (kind === 'lock' && cell === 'output') throw new LoadError(messages.outputLock(), 'script');
  const script = chosen[kind];
  if (!script) throw new LoadError(messages.noTypeScript(cell, index), 'script');
  const hash = scriptHash(script);
  const guards = (each: Script | undefined) => each !== undefined && same(scriptHash(each), hash);
  const indices = (scripts: readonly (Script | undefined)[]) => scripts.flatMap((each, i) => (guards(each) ? [i] : []));
  const group: ScriptGroup = {
    ...{ kind, script, hash },
    inputs: indices(resolved.inputs.map(({ output }) => output[kind])),
    outputs: kind === 'lock' ? [] : indices(outputs.map((output) => output[kind])),
  };
  return { ...resolved, group };
};

/** The version of CKB-VM that a script asks for; undefined where the time of the block decides (RFC 0032, 0048). */
export const versionOf = (hashType: HashType): string | undefined =>
  ({ data: 'vm0', data1: 'vm1', data2: 'vm2', type: undefined })[hashType];

/** The cell dep that holds the program of a script. @throws LoadError */
export const programOf = ({ cellDeps }: ResolvedTransaction, { codeHash, hashType }: Script): number => {
  const name = `0x${bytesToHex(codeHash)}`;
  if (hashType === 'type' && same(codeHash, typeIdHash)) throw new LoadError(messages.typeIdProgram(), 'script');
  const matches = ({ output, data }: Cell) =>
    hashType === 'type'
      ? output.type !== undefined && same(scriptHash(output.type), codeHash)
      : same(dataHash(data), codeHash);
  const found = cellDeps.flatMap((cell, i) => (matches(cell) ? [i] : []));
  if (found[0] === undefined) throw new LoadError(messages.noProgram(name, hashType), 'script');
  const [first] = found;
  const differs = found.some((i) => !same(dataHash(cellDeps[i].data), dataHash(cellDeps[first].data)));
  if (differs) throw new LoadError(messages.severalPrograms(name), 'script');
  return first;
};
