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

/** What cannot be read in a suite: of a case without a verdict, or with a word that is not known. */
export type UnreadableCase = { readonly line: number; readonly problem: string };

/**
 * The cases of a suite. Each begins with `$`, goes on, over as many lines as it likes, to what is expected, behind `:`, and ends
 * where the next begins. What is set before `:` stays set for the cases below; so does what the input or the instruction is
 * set to on a line behind a case.
 */
export const parseCases = (text: string): readonly (InstructionCase | UnreadableCase)[] => {
  const cases: (InstructionCase | UnreadableCase)[] = [];
  let state: State = initialState;
  let open: OpenCase | undefined;
  const registers: bigint[] = Array(registerCount).fill(0n);
  let status: Expected['status'] = 'ok';
  const close = () => {
    if (open?.problem !== undefined) cases.push({ line: open.line, problem: open.problem });
    else if (open?.given) cases.push({ ...open.given, line: open.line, expected: expectedOf(status, open.expected) });
    open = undefined;
  };
  for (const { line, token, word, value } of tokensOf(text)) {
    const isGiven = open?.given !== undefined;
    if (token === '$') {
      close();
      open = { line, given: undefined, expected: registers, problem: undefined };
    } else if (token === ':') {
      open ??= { line, given: undefined, expected: registers, problem: undefined };
      open = { ...open, given: { ...state, registers: [...registers] }, expected: [...registers] };
    } else if (value === undefined && isGiven && token in statuses) status = statuses[token] ?? status;
    else {
      const register = isNumber(value) ? registerIn(word) : undefined;
      const next = value === undefined ? undefined : withField(state, word, value);
      if (register !== undefined && isNumber(value)) {
        if (open && isGiven) open = { ...open, expected: open.expected.with(register, numberIn(value)) };
        else registers[register] = numberIn(value);
      } else if (next) state = next;
      else {
        open ??= { line, given: undefined, expected: registers, problem: undefined };
        open = { ...open, problem: open.problem ?? `"${token}" on line ${line} is not known` };
      }
    }
  }
  close();
  return cases;
};

type State = Omit<InstructionCase, 'line' | 'registers' | 'expected'>;
type OpenCase = {
  readonly line: number;
  readonly given: Omit<InstructionCase, 'line' | 'expected'> | undefined;
  readonly expected: readonly bigint[];
  readonly problem: string | undefined;
};

const registerCount = 12;
const initialState: State = { opcode: 0, dst: 0, src: 0, off: 0, imm: 0n, input: new Uint8Array(), boundaries: [] };
/** Where a case has several, the last one counts; where it has none, that of the case before. */
const statuses: Readonly<Record<string, Expected['status']>> = { ok: 'ok', err: 'err', vfy: 'vfy', vfyub: 'vfy' };

type Token = {
  /** From 1. */
  readonly line: number;
  readonly token: string;
  readonly word: string;
  /** What it is set to. */
  readonly value: string | undefined;
};

function* tokensOf(whole: string): Generator<Token> {
  const text = whole.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  let [line, counted] = [1, 0];
  for (const { 0: token, 1: word = '', 2: value, index } of text.matchAll(
    /#.*|[$:]|(\w+)\s*=[^\S\n]*(\w*)|[^\s$:#]+/g,
  )) {
    line += text.slice(counted, index).split('\n').length - 1;
    counted = index;
    if (!token.startsWith('#')) yield { line, token, word, value };
  }
}

const registerIn = (word: string): number | undefined => {
  const register = /^r(\d+)$/.exec(word)?.[1];
  return register !== undefined && Number(register) < registerCount ? Number(register) : undefined;
};

const isNumber = (value: string | undefined): value is string => value !== undefined && /^(0x)?[0-9a-f]+$/i.test(value);

const numberIn = (value: string): bigint => BigInt.asUintN(64, BigInt(`0x${value.replace(/^0x/i, '')}`));

/** @returns undefined if there is no such field, or it cannot be that */
const withField = (state: State, word: string, value: string): State | undefined => {
  if (word === 'input')
    return /^([0-9a-f]{2})*$/i.test(value)
      ? { ...state, input: Uint8Array.from(Buffer.from(value, 'hex')), boundaries: [] }
      : undefined;
  if (!isNumber(value)) return undefined;
  const number = numberIn(value);
  if (word === 'imm') return { ...state, imm: number };
  if (word === 'op') return number < 256n ? { ...state, opcode: Number(number) } : undefined;
  if (word === 'dst' || word === 'src') return { ...state, [word]: Number(number & 15n) };
  if (word === 'off') return number < 65_536n ? { ...state, off: Number(number) } : undefined;
  return word === 'region_boundary' ? { ...state, boundaries: [...state.boundaries, Number(number)] } : undefined;
};

const expectedOf = (status: Expected['status'], registers: readonly bigint[]): Expected =>
  status === 'ok' ? { status, registers } : { status };

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
export const runCase = (given: InstructionCase | UnreadableCase, version: string): string | undefined => {
  if ('problem' in given) return given.problem;
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
        bytes: new Uint8Array(),
        size: frameSize * maxDepth,
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
