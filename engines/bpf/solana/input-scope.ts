import { bytesToNumberLE } from '@noble/curves/utils.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { grouped, hex } from '../../digits.ts';
import type { Scope, Value } from '../../machine.ts';
import { byteRows, list } from '../../values.ts';
import type { Invocation, ProgramRun } from './invocation.ts';
import { keyOf } from './keys.ts';
import { memorySpace } from './locations.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';
import { type InputPart, type InputPartName, notDuplicate } from './serialization.ts';

const { partName } = messages;

/** What lies where in the memory that a program is given: accounts, instruction data, its own key, and all between them. */
export const inputScope = (machine: SolanaMachine, invocation: Invocation, run: ProgramRun): Scope => {
  const { accounts } = invocation.instruction;
  const space = memorySpace(invocation);
  const read = (at: number, size: number) => run.vm.cpu.memory.peek(at, size) ?? new Uint8Array(size);

  const partValue = ({ name, start, size }: InputPart): Value => {
    const bytes = read(start, Math.min(size, shown));
    const number = size <= 8 ? bytesToNumberLE(bytes) : undefined;
    return {
      ...{ name: partName[name](), type: hex(start), text: textOf(name, bytes, size, number) },
      ...(number !== undefined && { number }),
      location: { space, at: BigInt(start), size },
      ...(isLong.has(name) && { children: byteRows(space, start, size, read) }),
    };
  };

  const textOf = (name: InputPartName, bytes: Uint8Array, size: number, number: bigint | undefined): string => {
    if (name === 'duplicate of')
      return number === BigInt(notDuplicate) ? messages.firstOccurrence(hex(notDuplicate)) : String(number);
    if (name === 'key' || name === 'owner' || name === 'program')
      return `${machine.setup.nameOf(keyOf(bytes))} (${keyOf(bytes)})`;
    if (isLong.has(name)) return messages.bytesText(size);
    if (name === 'padding' || name === 'rent epoch' || number === undefined) return `0x${bytesToHex(bytes)}`;
    return grouped(number);
  };

  const groups = groupsOf(run.input.parts);
  return {
    id: 'input',
    name: messages.scopeName.input(),
    values: list(
      groups.map((parts): Value => {
        const [first] = parts;
        if (first.account === undefined) return partValue(first);
        const { key } = accounts[first.account];
        return {
          ...{ name: messages.accountNumber(first.account), type: hex(first.start), text: machine.setup.nameOf(key) },
          children: list(parts.map(partValue)),
        };
      }),
    ),
  };
};

/** Bytes that fit into a line. */
const shown = 32;

const isLong: ReadonlySet<InputPartName> = new Set(['data', 'room to grow', 'instruction data']);

type Parts = readonly [InputPart, ...InputPart[]];

/** The parts of each account together; all others alone. */
const groupsOf = (parts: readonly InputPart[]): readonly Parts[] => {
  const groups: [InputPart, ...InputPart[]][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && part.account !== undefined && last[0].account === part.account) last.push(part);
    else groups.push([part]);
  }
  return groups;
};
