import { Fault } from '../../isa/fault.ts';
import * as messages from '../messages.ts';
import type { Cell, ScriptContext } from '../transaction/context.ts';

/** Where a syscall looks: `input` of the transaction, or of the script group. */
export type Source = { readonly entry: 'input' | 'output' | 'cell dep' | 'header dep'; readonly isGroup: boolean };

const entries = ['input', 'output', 'cell dep', 'header dep'] as const;
const groupFlag = 0x01n << 56n;
const entryMask = (1n << 56n) - 1n;

/** The group flag must stand alone in the highest byte; whatever else stands there counts for nothing (`ckb`, `syscalls/mod.rs`). @throws Fault */
export const sourceOf = (value: bigint): Source => {
  const entry = value & entryMask;
  if (entry < 1n || entry > 4n) throw new Fault('External', messages.badSource(value));
  return { entry: entries[Number(entry) - 1], isGroup: (value & ~entryMask) === groupFlag };
};

/** The same for those that allow nothing else in the highest byte; undefined where it is no source of data. */
export const exactSource = (value: bigint): Source | undefined => {
  const high = value & ~entryMask;
  const entry = value & entryMask;
  return (high === 0n || high === groupFlag) && entry >= 1n && entry <= 4n ? sourceOf(value) : undefined;
};

/** Entry `index` of a list, whatever 64 bits it is. */
export const at = <Value>(values: readonly Value[], index: bigint): Value | undefined =>
  index < BigInt(values.length) ? values[Number(index)] : undefined;

/** What the entries of a source are of a kind of which the transaction has some for inputs, outputs and cell deps. */
const select = <Value>(
  { entry, isGroup }: Source,
  { group }: ScriptContext,
  of: { readonly [Entry in Source['entry']]?: readonly Value[] },
): readonly Value[] => {
  const all = of[entry] ?? [];
  if (!isGroup) return all;
  if (entry === 'input') return group.inputs.map((i) => all[i]);
  return entry === 'output' ? group.outputs.map((i) => all[i]) : [];
};

export const cellsOf = (source: Source, context: ScriptContext): readonly Cell[] =>
  select(source, context, { input: context.inputs, output: context.outputs, 'cell dep': context.cellDeps });

export const witnessesOf = (source: Source, context: ScriptContext): readonly Uint8Array[] => {
  const { witnesses } = context.transaction;
  return select(source, context, { input: witnesses, output: witnesses });
};

/** The data of cells. */
export const dataOf = (source: Source, context: ScriptContext): readonly Uint8Array[] =>
  select(source, context, {
    input: context.inputs.map(({ data }) => data),
    output: context.transaction.outputsData,
    'cell dep': context.cellDeps.map(({ data }) => data),
  });
