import { hex64 } from '../../digits.ts';
import type { Scope, Value } from '../../machine.ts';
import { byteRows, LazyScope, list, numbered, text64 } from '../../values.ts';
import { registerNames, registerNumber, registers } from '../isa/registers.ts';
import { placeName } from '../symbols.ts';
import { contextScopes } from './context-scopes.ts';
import type { CkbMachine } from './machine.ts';
import { scopeName, zeroStays } from './messages.ts';
import { stackOf } from './stack.ts';
import type { Vm } from './vm.ts';

/** What a person sees of a vm. */
export const scopesOf = (machine: CkbMachine, vm: Vm): readonly Scope[] => [
  registerScope(machine, vm),
  stackScope(machine, vm),
  memoryScope(machine, vm),
  ...contextScopes(machine),
];

/** A number with what it stands for: a place in the program, or a number below zero. */
const textOf = (value: bigint, place: string | undefined): string =>
  place === undefined ? text64(value) : `${hex64(value)} (${place})`;

const registerScope = (machine: CkbMachine, vm: Vm): Scope => {
  const { id, hart } = vm;
  const placeOf = placesOf(machine, vm);
  const register = (n: number): Value => ({
    name: registerNames[n],
    type: `x${n}, ${registers[n].role}`,
    text: textOf(hart.u[n], placeOf(hart.u[n])),
    number: hart.u[n],
    ...(n === 0 ? { fixed: zeroStays() } : { location: { space: `vm${id}/registers`, at: BigInt(n), size: 1 } }),
  });
  const pc = (): Value => {
    const at = placeOf(hart.exactPc);
    return {
      name: 'pc',
      text: at === undefined ? hex64(hart.exactPc) : `${hex64(hart.exactPc)} (${at})`,
      number: hart.exactPc,
      location: { space: `vm${id}/pc`, at: 0n, size: 1 },
    };
  };
  return new LazyScope(
    'x',
    scopeName.registers(),
    () => list([pc(), ...registers.map((_, n) => register(n))]),
    (key) => (key >= 0n && key < 32n ? register(Number(key)) : undefined),
    (name) => {
      const number = registerNumber(name);
      return number === undefined ? undefined : register(number);
    },
  );
};

const sp = 2;
const slot = 8;

const stackScope = (machine: CkbMachine, vm: Vm): Scope => {
  const { id, hart } = vm;
  const { start, top } = stackOf(hart.memory.size);
  const from = hart.address(sp, 0);
  const inside = from >= start && from <= top ? from : top;
  const placeOf = placesOf(machine, vm);
  return {
    id: 'stack',
    name: scopeName.stack(),
    values: numbered(Math.floor((top - inside) / slot), (i) => {
      const at = inside + i * slot;
      const value = hart.memory.view.getBigUint64(at, true);
      return {
        name: hex64(at),
        text: textOf(value, placeOf(value)),
        number: value,
        location: { space: `vm${id}/memory`, at: BigInt(at), size: slot },
      };
    }),
  };
};

/** Names the place in the code that an address is; one that a call under way returns to, by the function that made the call. */
const placesOf = ({ setup: { names } }: CkbMachine, vm: Vm): ((value: bigint) => string | undefined) => {
  if (!names) return () => undefined;
  const codeAt = (address: number) => vm.codes.find(({ base, end }) => address >= base && address < end);
  let returns: ReadonlyMap<number, number> | undefined;
  return (value) => {
    const address = Number(value);
    const code = codeAt(address);
    if (!code) return undefined;
    returns ??= returnsOf(vm);
    const caller = returns.get(address);
    const found = caller === undefined ? names.labelBefore(code, address) : names.nameAt(code, caller);
    return found && placeName(found, address);
  };
};

/** Where each call under way returns to, with where the function begins that made it. */
const returnsOf = (vm: Vm): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  for (let { frame } = vm; frame.caller; frame = frame.caller) {
    const { returnsTo, caller } = frame;
    if (returnsTo !== undefined && caller.caller) found.set(returnsTo, caller.entry);
  }
  return found;
};

const memoryScope = ({ setup: { names } }: CkbMachine, { id, hart, codes }: Vm): Scope => {
  const { memory } = hart;
  const space = `vm${id}/memory`;
  return {
    id: 'memory',
    name: scopeName.memory(),
    values: byteRows(space, 0, memory.size, (at, size) => memory.bytes.subarray(at, at + size)),
    bytes: { space, length: memory.size },
    named: (name) => {
      const address = names?.addressOf(codes, name);
      return address === undefined ? undefined : { name, text: hex64(address), number: BigInt(address) };
    },
  };
};
