import type { Scope, Value } from '../../machine.ts';
import { LazyScope, list, numbered } from '../../values.ts';
import { registerNames, registers } from '../isa/registers.ts';
import { contextScopes } from './context-scopes.ts';
import type { CkbMachine } from './machine.ts';
import { hex, scopeName } from './messages.ts';
import { stackOf } from './stack.ts';
import type { Vm } from './vm.ts';

/** What a person sees of a vm. */
export const scopesOf = (machine: CkbMachine, vm: Vm): readonly Scope[] => [
  registerScope(vm),
  stackScope(machine, vm),
  memoryScope(vm),
  ...contextScopes(machine),
];

const signedText = (value: bigint): string => {
  const signed = BigInt.asIntN(64, value);
  if (value < 10n) return hex(value);
  return signed > -(10n ** 15n) && signed < 10n ** 15n ? `${hex(value)} (${signed.toLocaleString('en')})` : hex(value);
};

const registerScope = ({ id, hart }: Vm): Scope => {
  const register = (n: number): Value => ({
    name: registerNames[n],
    type: `x${n}, ${registers[n].role}`,
    text: signedText(hart.u[n]),
    number: hart.u[n],
    ...(n > 0 && { location: { space: `vm${id}/registers`, at: BigInt(n), size: 1 } }),
  });
  const pc: Value = {
    name: 'pc',
    text: hex(hart.exactPc),
    number: hart.exactPc,
    location: { space: `vm${id}/pc`, at: 0n, size: 1 },
  };
  return new LazyScope(
    'x',
    scopeName.registers(),
    () => list([pc, ...registers.map((_, n) => register(n))]),
    (key) => (key >= 0n && key < 32n ? register(Number(key)) : undefined),
  );
};

const sp = 2;
const slot = 8;

const stackScope = (machine: CkbMachine, vm: Vm): Scope => {
  const { id, hart } = vm;
  const { start, top } = stackOf(hart.memory.size);
  const from = hart.address(sp, 0);
  const inside = from >= start && from <= top ? from : top;
  const returns = returnAddresses(machine, vm);
  return {
    id: 'stack',
    name: scopeName.stack(),
    values: numbered(Math.floor((top - inside) / slot), (i) => {
      const at = inside + i * slot;
      const value = hart.memory.view.getBigUint64(at, true);
      const name = returns(value);
      return {
        name: hex(at),
        text: name ? `${hex(value)} (${name})` : signedText(value),
        number: value,
        location: { space: `vm${id}/memory`, at: BigInt(at), size: slot },
      };
    }),
  };
};

/** Names the function that an address leads back into, where a call under way returns to it, or some code may. */
const returnAddresses = ({ setup }: CkbMachine, vm: Vm): ((value: bigint) => string | undefined) => {
  const codeAt = (address: number) => vm.codes.find(({ base, end }) => address >= base && address < end);
  const known = new Map<number, string>();
  for (let { frame } = vm; frame.caller; frame = frame.caller) {
    const { returnsTo, caller } = frame;
    const code = returnsTo === undefined ? undefined : codeAt(returnsTo);
    if (returnsTo === undefined || !code) continue;
    const name = setup.nameAt(code, caller.caller ? caller.entry : returnsTo);
    if (name !== undefined) known.set(returnsTo, name);
  }
  return (value) => {
    const address = Number(value);
    const code = codeAt(address);
    return code && (known.get(address) ?? setup.nameAt(code, address));
  };
};

const row = 16;

const memoryScope = ({ id, hart }: Vm): Scope => {
  const { memory } = hart;
  const space = `vm${id}/memory`;
  return {
    id: 'memory',
    name: scopeName.memory(),
    values: numbered(memory.size / row, (i) => ({
      name: hex(i * row),
      type: 'bytes',
      text: `0x${Array.from(memory.bytes.subarray(i * row, (i + 1) * row), (b) => b.toString(16).padStart(2, '0')).join('')}`,
      location: { space, at: BigInt(i * row), size: row },
    })),
    bytes: { space, length: memory.size },
  };
};
