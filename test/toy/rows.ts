import type { Flow, Instruction, Operand, Version } from '../../engines/instruction.ts';
import { hex } from './messages.ts';
import type { Step } from './step.ts';

export const versions: readonly Version[] = [
  { id: 'v1', name: 'Toy 1' },
  { id: 'v2', name: 'Toy 2' },
];

export type ToyRow = Instruction & {
  readonly opcode: number;
  readonly run: (vm: Step, operand: number) => void;
};

type Facts = {
  readonly operand?: Operand;
  readonly takes?: readonly string[];
  readonly leaves?: readonly string[];
  readonly flow?: Flow;
  /** One number for all versions, or what each version says. */
  readonly cost?: number | Readonly<Record<string, number | undefined>>;
  readonly extraCost?: string;
  readonly instead?: ToyRow['instead'];
  readonly doc: string;
  readonly run: ToyRow['run'];
};

export const op = (opcode: number, mnemonic: string, facts: Facts): ToyRow => {
  const { operand, takes = [], leaves = [], flow = 'next', cost = 1, extraCost, instead, doc, run } = facts;
  const costs = typeof cost === 'number' ? { v1: cost } : cost;
  return {
    opcode,
    mnemonic,
    encoding: operand ? `0x${opcode.toString(16).padStart(2, '0')} ${operand.name}:${operand.bits}` : hex(opcode),
    operands: operand ? [operand] : [],
    takes,
    leaves,
    flow,
    costs: Object.entries(costs).map(([since, amount]) => ({ since, amount })),
    extraCosts: extraCost ? [{ since: 'v1', text: extraCost }] : [],
    doc,
    ...(instead && { instead }),
    source: 'Toy Manual',
    run,
  };
};

/** What `sys` can ask of the host. Each runs in a native frame, in a step of its own. */
export const syscalls: readonly { readonly name: string; readonly cost: number; run(vm: Step): void }[] = [
  { name: 'print', cost: 2, run: (vm) => vm.print() },
  { name: 'sqrt', cost: 10, run: (vm) => vm.push(Math.floor(Math.sqrt(Math.max(0, vm.number())))) },
];

const number: Operand = { name: 'n', kind: 'immediate', bits: 32 };
const label: Operand = { name: 'target', kind: 'label', bits: 16 };
const syscall: Operand = { name: 'call', kind: 'symbol', bits: 8, names: syscalls.map((s) => s.name) };

// biome-ignore format: one instruction, one row
export const rows: readonly ToyRow[] = [
  op(0x00, 'halt', { flow: 'halt', doc: 'Ends this thread; the first thread ends the program, and its top value is the result.', run: (vm) => vm.end() }),
  op(0x01, 'push', { operand: number, leaves: ['n'], doc: 'Puts the number on the stack.', run: (vm, n) => vm.push(n) }),
  op(0x02, 'drop', { takes: ['value'], doc: 'Forgets the top value.', run: (vm) => { vm.pop(); } }),
  op(0x03, 'dup', { takes: ['value'], leaves: ['value', 'value'], doc: 'Doubles the top value.', run: (vm) => { const v = vm.pop(); vm.push(v); vm.push(v); } }),
  op(0x04, 'add', { takes: ['b', 'a'], leaves: ['sum'], cost: { v1: 1, v2: 2 }, doc: '`a + b`, modulo 2^32.', run: (vm) => vm.push(vm.number() + vm.number()) }),
  op(0x05, 'twice', { takes: ['a'], leaves: ['double'], cost: { v1: 1, v2: undefined }, doc: '`2 a`.', instead: { v2: ['push 2', 'mul'] }, run: (vm) => vm.push(2 * vm.number()) }),
  op(0x06, 'mul', { takes: ['b', 'a'], leaves: ['product'], cost: { v2: 5 }, doc: '`a b`, modulo 2^32.', run: (vm) => vm.push(Math.imul(vm.number(), vm.number())) }),
  op(0x07, 'less', { takes: ['b', 'a'], leaves: ['a < b'], doc: '1 if `a < b`, else 0. Runs as one step with a `branch` right behind it, and costs nothing then.', run: (vm) => { const b = vm.number(); vm.push(vm.number() < b ? 1 : 0); } }),
  op(0x08, 'branch', { operand: label, takes: ['condition'], flow: 'branch', cost: 2, doc: 'Goes to the label unless `condition` is 0.', run: (vm, to) => { if (vm.number() !== 0) vm.jump(to); } }),
  op(0x09, 'jump', { operand: label, flow: 'jump', cost: 2, doc: 'Goes to the label.', run: (vm, to) => vm.jump(to) }),
  op(0x0a, 'call', { operand: label, flow: 'call', cost: 4, doc: 'Calls the function at the label.', run: (vm, to) => vm.call(to) }),
  op(0x0b, 'ret', { flow: 'halt', cost: 2, doc: 'Returns to the caller; without one it ends the thread.', run: (vm) => vm.ret() }),
  op(0x0c, 'load', { takes: ['address'], leaves: ['byte'], cost: 3, doc: 'The byte of memory at `address`.', run: (vm) => vm.push(vm.load(vm.number())) }),
  op(0x0d, 'store', { takes: ['address', 'byte'], cost: 3, extraCost: '1 for 32 bytes that memory grows by', doc: 'Writes a byte to memory, which grows up to `address`.', run: (vm) => vm.store(vm.number(), vm.number()) }),
  op(0x0e, 'free', { takes: ['address'], cost: 1, extraCost: 'gives memory back', doc: 'Cuts memory off at `address`.', run: (vm) => vm.free(vm.number()) }),
  op(0x0f, 'exec', { takes: ['address', 'size'], flow: 'call', cost: 8, extraCost: '1 for each byte of code', doc: 'Calls the code that lies in memory.', run: (vm) => vm.exec(vm.number(), vm.number()) }),
  op(0x10, 'spawn', { operand: label, takes: ['argument'], leaves: ['thread'], cost: 6, doc: 'Starts a thread at the label, with `argument` on its stack.', run: (vm, to) => vm.spawn(to, vm.pop()) }),
  op(0x11, 'join', { takes: ['thread'], cost: 2, doc: 'Waits until the thread has ended.', run: (vm) => vm.join(vm.number()) }),
  op(0x12, 'pair', { takes: ['second', 'first'], leaves: ['pair'], doc: 'Makes one value of two numbers.', run: (vm) => { const second = vm.number(); vm.push({ first: vm.number(), second }); } }),
  op(0x13, 'split', { takes: ['pair'], leaves: ['second', 'first'], doc: 'Takes a pair apart.', run: (vm) => { const { first, second } = vm.pair(); vm.push(first); vm.push(second); } }),
  op(0x14, 'sys', { operand: syscall, takes: ['argument'], leaves: ['result'], flow: 'call', cost: 3, extraCost: 'what the syscall costs', doc: 'Asks the host: `print` shows the argument and leaves it, `sqrt` takes the square root.', run: (vm, call) => vm.native(call) }),
  op(0x15, 'swap', { takes: ['b', 'a'], leaves: ['a', 'b'], doc: 'Swaps the two top values.', run: (vm) => { const b = vm.pop(); const a = vm.pop(); vm.push(b); vm.push(a); } }),
];

/** The rows that exist in a version, by opcode. */
export type Table = ReadonlyMap<number, ToyRow & { readonly cost: number }>;
