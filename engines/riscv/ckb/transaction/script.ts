import { bytesToHex } from '@noble/hashes/utils.js';
import { isSame } from '../../../bytes.ts';
import { LoadError } from '../../../engine.ts';
import type { Cell, ResolvedTransaction, ScriptContext, ScriptGroup } from './context.ts';
import { dataHash, scriptHash, typeIdHash } from './hash.ts';
import * as messages from './messages.ts';
import type { CellOutput, HashType, Script } from './types.ts';

/** Which script of a transaction runs: that of a cell. */
export type ScriptChoice = {
  readonly cell: 'input' | 'output';
  readonly index: number;
  readonly script: 'lock' | 'type';
};

export const firstLock: ScriptChoice = { cell: 'input', index: 0, script: 'lock' };

/** As in `"script": "input.0.lock"`. */
export const scriptId = ({ cell, index, script }: ScriptChoice): string => `${cell}.${index}.${script}`;

export const scriptIdPattern = '^(input|output)\\.(0|[1-9][0-9]{0,8})\\.(lock|type)$';

/** Undefined for a text that is no id of a script. */
export const parseScriptId = (text: string): ScriptChoice | undefined => {
  const [, cell, index, script] = new RegExp(scriptIdPattern).exec(text) ?? [];
  return cell === undefined ? undefined : ({ cell, index: Number(index), script } as ScriptChoice);
};

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
  const guards = (each: Script | undefined) => each !== undefined && isSame(scriptHash(each), hash);
  const indices = (scripts: readonly (Script | undefined)[]) => scripts.flatMap((each, i) => (guards(each) ? [i] : []));
  const group: ScriptGroup = {
    ...{ kind, script, hash },
    inputs: indices(resolved.inputs.map(({ output }) => output[kind])),
    outputs: kind === 'lock' ? [] : indices(outputs.map((output) => output[kind])),
  };
  return { ...resolved, group };
};

/** TYPE_ID is checked by CKB itself. */
const isTypeId = ({ codeHash, hashType }: Script): boolean => hashType === 'type' && isSame(codeHash, typeIdHash);

/** The scripts of a transaction that a program runs for: each once, by the first of the cells that it guards. */
export const scriptsOf = ({ inputs, transaction }: ResolvedTransaction): readonly ScriptChoice[] => {
  const each = (cell: ScriptChoice['cell'], script: ScriptChoice['script'], outputs: readonly CellOutput[]) =>
    outputs.map((output, index) => ({ choice: { cell, index, script }, script: output[script] }));
  const consumed = inputs.map(({ output }) => output);
  const all = [
    ...each('input', 'lock', consumed),
    ...each('input', 'type', consumed),
    ...each('output', 'type', transaction.outputs),
  ];
  const groups = new Map<string, ScriptChoice>();
  for (const { choice, script } of all) {
    if (!script || isTypeId(script)) continue;
    const key = `${choice.script} ${bytesToHex(scriptHash(script))}`;
    if (!groups.has(key)) groups.set(key, choice);
  }
  return [...groups.values()];
};

/** The first of the cells that a group guards, which stands for them all. */
export const firstOf = ({ kind, inputs, outputs }: ScriptGroup): ScriptChoice =>
  inputs[0] !== undefined
    ? { cell: 'input', index: inputs[0], script: kind }
    : { cell: 'output', index: outputs[0] ?? 0, script: kind };

/** The version of CKB-VM that a script asks for; undefined where the time of the block decides (RFC 0032, 0048). */
export const versionOf = (hashType: HashType): string | undefined =>
  ({ data: 'vm0', data1: 'vm1', data2: 'vm2', type: undefined })[hashType];

/** The cell dep that holds the program of a script. @throws LoadError */
export const programOf = ({ cellDeps }: ResolvedTransaction, script: Script): number => {
  const { codeHash, hashType } = script;
  const name = `0x${bytesToHex(codeHash)}`;
  if (isTypeId(script)) throw new LoadError(messages.typeIdProgram(), 'script');
  const matches = ({ output, data }: Cell) =>
    hashType === 'type'
      ? output.type !== undefined && isSame(scriptHash(output.type), codeHash)
      : isSame(dataHash(data), codeHash);
  const found = cellDeps.flatMap((cell, i) => (matches(cell) ? [i] : []));
  if (found[0] === undefined) throw new LoadError(messages.noProgram(name, hashType), 'script');
  const [first] = found;
  const differs = found.some((i) => !isSame(dataHash(cellDeps[i].data), dataHash(cellDeps[first].data)));
  if (differs) throw new LoadError(messages.severalPrograms(name), 'script');
  return first;
};
