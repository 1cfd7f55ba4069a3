import { bytesToHex } from '@noble/hashes/utils.js';
import { grouped, hex } from '../../digits.ts';
import type { Scope, Value } from '../../machine.ts';
import { LazyScope, list, numbered } from '../../values.ts';
import type { CkbMachine } from './machine.ts';
import * as messages from './messages.ts';
import { otherEnd } from './process.ts';
import type { BlockHeader, Cell, ScriptContext } from './transaction/context.ts';
import { dataHash, scriptHash } from './transaction/hash.ts';
import type { CellInput, Script } from './transaction/types.ts';
import type { Vm } from './vm.ts';

/** What surrounds the script: its transaction, and the processes with their pipes. */
export const contextScopes = (machine: CkbMachine): readonly Scope[] => [
  new LazyScope('transaction', messages.scopeName.transaction(), () => list(transactionOf(machine.setup.context))),
  new LazyScope(
    'process',
    messages.scopeName.processes(),
    () => list([...machine.vms.map((vm) => processValue(machine, vm)), pipesValue(machine)]),
    (key) => {
      const vm = machine.vms.find(({ id }) => BigInt(id) === key);
      return vm && processValue(machine, vm);
    },
  ),
];

const shownBytes = 32;

/** Bytes, of which the first are shown and all can be opened. */
const bytesValue = (name: string, bytes: Uint8Array): Value => {
  const short = `0x${bytesToHex(bytes.subarray(0, shownBytes))}`;
  if (bytes.length <= shownBytes) return { name, type: 'bytes', text: short };
  const row = (i: number): Value => ({
    name: hex(i * shownBytes),
    type: 'bytes',
    text: `0x${bytesToHex(bytes.subarray(i * shownBytes, (i + 1) * shownBytes))}`,
  });
  return {
    ...{ name, type: 'bytes', text: messages.moreBytes(short, bytes.length) },
    children: numbered(Math.ceil(bytes.length / shownBytes), row),
  };
};

const numberValue = (name: string, value: bigint | number): Value => ({
  ...{ name, text: grouped(value), number: BigInt(value) },
});

const shannons = 100_000_000n;

const capacityValue = (capacity: bigint): Value => {
  const rest = (capacity % shannons).toString().padStart(8, '0').replace(/0+$/, '');
  const whole = grouped(capacity / shannons);
  return { name: 'capacity', text: `${whole}${rest === '' ? '' : `.${rest}`} CKB`, number: capacity };
};

const structValue = (name: string, text: string, values: readonly Value[], type?: string): Value => ({
  ...{ name, text, children: list(values) },
  ...(type !== undefined && { type }),
});

const shortHash = (hash: Uint8Array): string => `0x${bytesToHex(hash.subarray(0, 4))}…`;

const scriptValue = (name: string, script: Script | undefined): Value =>
  script
    ? structValue(
        name,
        `${script.hashType} ${shortHash(script.codeHash)}`,
        [
          bytesValue('code_hash', script.codeHash),
          { name: 'hash_type', text: script.hashType },
          bytesValue('args', script.args),
          bytesValue('hash', scriptHash(script)),
        ],
        'script',
      )
    : { name, text: messages.absent() };

const cellValue = (name: string, { output, data }: Cell, more: readonly Value[] = []): Value => {
  const capacity = capacityValue(output.capacity);
  return structValue(
    name,
    messages.cellText(capacity.text, data.length),
    [
      ...[capacity, scriptValue('lock', output.lock), scriptValue('type', output.type), bytesValue('data', data)],
      ...[bytesValue('data_hash', dataHash(data)), ...more],
    ],
    'cell',
  );
};

const inputValues = ({ since, previousOutput }: CellInput): readonly Value[] => [
  numberValue('since', since),
  bytesValue('tx_hash', previousOutput.txHash),
  numberValue('index', previousOutput.index),
];

const headerValue = (name: string, { hash, header }: BlockHeader): Value =>
  structValue(
    name,
    messages.blockText(header.number),
    [
      ...[bytesValue('hash', hash), numberValue('number', header.number), numberValue('timestamp', header.timestamp)],
      numberValue('epoch_number', header.epoch & 0xffffffn),
      numberValue('epoch_index', (header.epoch >> 24n) & 0xffffn),
      numberValue('epoch_length', (header.epoch >> 40n) & 0xffffn),
      ...[bytesValue('parent_hash', header.parentHash), bytesValue('transactions_root', header.transactionsRoot)],
      ...[bytesValue('extra_hash', header.extraHash), bytesValue('dao', header.dao)],
    ],
    'header',
  );

/** A list. */
const listValue = <Entry>(
  name: string,
  entries: readonly Entry[],
  value: (name: string, entry: Entry, index: number) => Value,
): Value => ({
  ...{ name, text: messages.entries(entries.length) },
  ...(entries.length > 0 && { children: list(entries.map((entry, i) => value(`${i}`, entry, i))) }),
});

const known = new WeakMap<ScriptContext, readonly Value[]>();

/** What a person sees of a transaction, which never changes: its hashes are found once. */
const transactionOf = (context: ScriptContext): readonly Value[] => {
  const values = known.get(context) ?? transactionValues(context);
  known.set(context, values);
  return values;
};

const transactionValues = (context: ScriptContext): readonly Value[] => {
  const { group, transaction } = context;
  const indices = (name: string, of: readonly number[]): Value => ({ name, text: `[${of.join(', ')}]` });
  return [
    scriptValue('script', group.script),
    structValue('group', group.kind, [indices('inputs', group.inputs), indices('outputs', group.outputs)]),
    bytesValue('hash', context.hash),
    listValue('inputs', context.inputs, (name, cell, i) => cellValue(name, cell, inputValues(transaction.inputs[i]))),
    listValue('outputs', context.outputs, (name, cell) => cellValue(name, cell)),
    listValue('cell_deps', context.cellDeps, (name, cell) => cellValue(name, cell)),
    listValue('header_deps', context.headerDeps, headerValue),
    listValue('witnesses', transaction.witnesses, bytesValue),
  ];
};

const processValue = ({ scheduler, vm: running, outcome }: CkbMachine, vm: Vm): Value => {
  const { wait, isInstantiated, inherited } = vm.process;
  const own = [...scheduler.ends].filter(([, owner]) => owner === vm.id).map(([end]) => end);
  const state = outcome ? 'ended' : wait ? 'waiting' : vm === running ? 'running' : 'ready';
  return structValue(`${vm.id}`, messages.processText(state, wait), [
    { name: 'fds', text: `[${own.join(', ')}]` },
    { name: 'inherited_fds', text: `[${inherited.join(', ')}]` },
    { name: 'memory', text: isInstantiated ? messages.swappedIn() : messages.swappedOut() },
  ]);
};

/** Pipes by their reading ends, with the processes at both. */
const pipesValue = ({ scheduler: { ends } }: CkbMachine): Value => {
  const pipes = [...new Set([...ends.keys()].map((end) => end & ~1n))].sort((a, b) => Number(a - b));
  const owner = (end: bigint): string => {
    const id = ends.get(end);
    return id === undefined ? messages.closedEnd() : messages.threadName(id);
  };
  return listValue('pipes', pipes, (_, end) => ({
    name: `${end}, ${otherEnd(end)}`,
    text: messages.pipeText(owner(otherEnd(end)), owner(end)),
  }));
};
