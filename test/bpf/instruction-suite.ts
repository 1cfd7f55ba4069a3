import { Fault } from '../../engines/bpf/isa/fault.ts';
import { address, frameSize, Memory, maxDepth } from '../../engines/bpf/isa/memory.ts';
import { programOf } from '../../engines/bpf/isa/program.ts';
import { verify } from '../../engines/bpf/isa/verifier.ts';
import { rulesOf } from '../../engines/bpf/isa/versions.ts';
import { Vm } from '../../engines/bpf/isa/vm.ts';

/** One instruction, what surrounds it, and what is expected of it (`.instr`, the format of Firedancer's tests). */
export type InstructionCase = {
  /** Of the case in its file, from 1. */
  readonly line: number;
  readonly opcode: number;
  readonly dst: number;
  readonly src: number;
  readonly off: number;
  readonly imm: bigint;
  readonly registers: readonly bigint[];
  readonly input: Uint8Array;
  /** Where pieces of the input region end, if it is in pieces. */
  readonly boundaries: readonly number[];
  readonly expected: Expected;
};

type Expected =
  | { readonly status: 'ok'; readonly registers: readonly bigint[] }
  /** A fault, or a refusal by the verifier. */
  | { readonly status: 'err' | 'vfy' };

type Outcome =
  | { readonly status: 'ok'; readonly registers: readonly bigint[] }
  | { readonly status: 'err' | 'vfy'; readonly why: string };

/** What is set stays set for the cases below, as the format has it. */
export const parseCases = (text: string): readonly InstructionCase[] => {
  const cases: InstructionCase[] = [];
  let state = { opcode: 0, dst: 0, src: 0, off: 0, imm: 0n, input: new Uint8Array(), boundaries: [] as number[] };
  const registers: bigint[] = Array(registerCount).fill(0n);
  for (const [index, whole] of text.split('\n').entries()) {
    const [given = '', expected] = whole.replace(/#.*/, '').split(':');
    for (const [word, value] of assignments(given)) {
      if (word === 'input') state = { ...state, input: Uint8Array.from(Buffer.from(value, 'hex')), boundaries: [] };
      else if (word === 'region_boundary') state.boundaries = [...state.boundaries, Number.parseInt(value, 16)];
      else if (word === 'imm') state.imm = BigInt(`0x${value}`);
      else if (/^r\d+$/.test(word)) registers[Number(word.slice(1))] = BigInt(`0x${value}`);
      else if (word === 'op') state.opcode = Number.parseInt(value, 16);
      else if (word === 'dst' || word === 'src' || word === 'off') state[word] = Number.parseInt(value, 16);
      else throw new Error(`Line ${index + 1}: "${word}" is not known.`);
    }
    if (expected === undefined) continue;
    cases.push({ ...state, line: index + 1, registers: [...registers], expected: readExpected(expected, registers) });
  }
  return cases;
};

const registerCount = 12;

const assignments = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/(\w+)\s*=\s*([0-9a-fA-F]+)/g)].map(([, word = '', value = '']) => [word, value]);

const readExpected = (text: string, before: readonly bigint[]): Expected => {
  // Where there are several, the last one counts.
  const status = text.match(/\b(ok|err|vfy|vfyub)\b/g)?.at(-1);
  if (status === undefined) throw new Error(`"${text.trim()}" has none of ok, err and vfy.`);
  if (status === 'err') return { status: 'err' };
  if (status !== 'ok') return { status: 'vfy' };
  const registers = [...before];
  for (const [word, value] of assignments(text)) registers[Number(word.slice(1))] = BigInt(`0x${value}`);
  return { status, registers };
};

const slot = (opcode: number, dst: number, src: number, off: number, imm: bigint): number[] => {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint8(0, opcode);
  bytes.setUint8(1, (src << 4) | dst);
  bytes.setInt16(2, off, true);
  bytes.setUint32(4, Number(BigInt.asUintN(32, imm)), true);
  return [...new Uint8Array(bytes.buffer)];
};

const exit = slot(0x95, 0, 0, 0, 0n);
const wideLoad = 0x18;
/** Steps after which a case counts as going on for ever. */
const enough = 100;

/** What is wrong with the outcome of a case; undefined if nothing is. */
export const runCase = (given: InstructionCase, version: string): string | undefined => {
  const { opcode, dst, src, off, imm, expected } = given;
  const high = opcode === wideLoad ? slot(0, 0, 0, 0, imm >> 32n) : [];
  const text = Uint8Array.from([...slot(opcode, dst, src, off, imm), ...high, ...exit]);
  const [refused] = verify(text, version);
  const outcome: Outcome = refused ? { status: 'vfy', why: refused.text } : run(given, text, version);
  if (outcome.status !== expected.status)
    return `${expected.status} was expected, it is ${outcome.status}${'why' in outcome ? ` (${outcome.why})` : ''}`;
  if (expected.status !== 'ok' || outcome.status !== 'ok') return undefined;
  const { registers } = outcome;
  const wrong = registers.findIndex((value, n) => value !== expected.registers[n]);
  if (wrong < 0) return undefined;
  return `r${wrong} is 0x${registers[wrong]?.toString(16)}, and not 0x${expected.registers[wrong]?.toString(16)}`;
};

const run = ({ registers, input, boundaries }: InstructionCase, text: Uint8Array, version: string): Outcome => {
  const { hasFixedFrames, hasFrameGaps, hasStrictElf } = rulesOf(version);
  const ends = boundaries.length > 0 ? boundaries : [input.length];
  const memory = new Memory(
    [
      { start: hasStrictElf ? address.constants : address.program, bytes: text, isWritable: false },
      {
        start: address.stack,
        bytes: new Uint8Array(frameSize * maxDepth),
        isWritable: true,
        hasGaps: hasFrameGaps,
      },
      ...ends.map((end, n) => {
        const start = n > 0 ? (ends[n - 1] ?? 0) : 0;
        return { start: address.input + start, bytes: input.slice(start, end), isWritable: true };
      }),
    ],
    { hasFixedFrames },
  );
  const program = programOf({ text, version, base: address.program, entry: 0, functions: new Map() }, () => false);
  const vm = new Vm(program, memory, new Map());
  vm.cpu.u.set(registers.slice(0, vm.cpu.u.length));
  try {
    for (let steps = 0; vm.result === undefined; steps++) {
      if (steps === enough) return { status: 'err', why: 'it goes on for ever' };
      vm.step();
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { status: 'err', why: error.message };
  }
  return { status: 'ok', registers: [...vm.cpu.u] };
};
