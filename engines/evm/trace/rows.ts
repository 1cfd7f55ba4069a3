import { instructions } from '../instructions.ts';
import { noTrace, wrongStep } from './messages.ts';
import { type Extent, findRecords, type Records } from './records.ts';

/** One step as a trace tells it; what it does not tell is undefined. */
export type Row = {
  readonly pc: number;
  readonly opcode: number;
  readonly depth: number;
  readonly gas: number;
  readonly gasCost: number;
  readonly refund: number | undefined;
  /** Bottom first. */
  readonly stack: readonly bigint[] | undefined;
  readonly memory: Uint8Array | undefined;
  readonly memorySize: number;
  /** Slots of the running contract that the trace has shown so far. */
  readonly storage: ReadonlyMap<bigint, bigint> | undefined;
  readonly returned: Uint8Array | undefined;
  readonly error: string | undefined;
};

/** What a trace says of the whole run. */
export type Summary = {
  readonly output: Uint8Array | undefined;
  readonly gasUsed: bigint | undefined;
  readonly failed: boolean | undefined;
};

/** The steps of a trace, read from its bytes when they are asked for. */
export type Rows = {
  readonly count: number;
  readonly row: (index: number) => Row;
  readonly summary: Summary;
  /** Whether the file ends in the middle of a step. */
  readonly isCutOff: boolean;
};

/** Bytes in which a trace must show that it is one. */
const headSize = 65_536;
const listStart = /"structLogs"\s*:\s*\[/;

/** Whether bytes are a trace: objects with `pc` on lines of their own (EIP-3155), or in a list `structLogs` (debug_traceTransaction). */
export const isTrace = (bytes: Uint8Array): boolean => formOf(bytes) !== undefined;

type Form = { readonly kind: 'lines' | 'list'; readonly from: number };

const formOf = (bytes: Uint8Array): Form | undefined => {
  const head = latin(bytes.subarray(0, headSize));
  if (!/^\s*\{/.test(head)) return undefined;
  const list = listStart.exec(head);
  if (list) return { kind: 'list', from: list.index + list[0].length };
  const [first = ''] = head.trimStart().split('\n', 1);
  return /"pc"\s*:/.test(first) && /"op(?:Name)?"\s*:/.test(first) ? { kind: 'lines', from: 0 } : undefined;
};

/** One character for each byte, so that offsets stay what they are. */
const latin = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
};

/** @throws SyntaxError where an object of the trace is no JSON; TypeError where bytes are no trace at all. */
export const readRows = (bytes: Uint8Array): Rows => {
  const form = formOf(bytes);
  if (!form) throw new TypeError(noTrace());
  const records = findRecords(bytes, form.from);
  const parse = (extent: Extent) => parseObject(bytes.subarray(extent.start, extent.end));
  const steps = stepsIn(records, parse);
  const around = form.kind === 'list' ? objectAround(bytes, form.from, records) : {};
  const rest = Object.assign(
    {},
    ...Array.from({ length: records.count - steps }, (_, i) => parse(records.at(steps + i))),
  );
  return {
    count: steps,
    row: cached((index) => rowOf(parse(records.at(index)), index)),
    summary: summaryOf({ ...rest, ...around }),
    isCutOff: records.brokenAt !== undefined,
  };
};

type Fields = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();
const parseObject = (bytes: Uint8Array): Fields => {
  const value: unknown = JSON.parse(decoder.decode(bytes));
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
};

/** How many of the objects are steps: all but the last few, which sum up. */
const stepsIn = ({ count, at }: Records, parse: (extent: Extent) => Fields): number => {
  let steps = count;
  while (steps > 0 && parse(at(steps - 1)).pc === undefined) steps -= 1;
  return steps;
};

/** What a file with a list of steps says beside the list; nothing where it is cut off. */
const objectAround = (bytes: Uint8Array, from: number, { end }: Records): Fields => {
  try {
    const { result, ...whole } = JSON.parse(
      decoder.decode(bytes.subarray(0, from)) + decoder.decode(bytes.subarray(end)),
    );
    return { ...whole, ...result };
  } catch {
    return {};
  }
};

const summaryOf = ({ output, returnValue, gasUsed, gas, failed, pass }: Fields): Summary => ({
  output: bytesOf(output ?? returnValue),
  gasUsed: optional(gasUsed ?? gas, (value) => BigInt(numberOf(value))),
  failed: typeof failed === 'boolean' ? failed : typeof pass === 'boolean' ? !pass : undefined,
});

/** Rows asked for one after the other are parsed once. */
const remembered = 64;
const cached = (make: (index: number) => Row): ((index: number) => Row) => {
  const rows = new Map<number, Row>();
  return (index) => {
    let row = rows.get(index);
    if (!row) {
      row = make(index);
      if (rows.size >= remembered) rows.clear();
      rows.set(index, row);
    }
    return row;
  };
};

/** @throws TypeError for an object without a place in the code */
const rowOf = (fields: Fields, index: number): Row => {
  const { pc, op, opName, depth, gas, gasCost, refund, stack, memory, memSize, storage, returnData, error } = fields;
  if (!placeForm.test(String(pc))) throw new TypeError(wrongStep(index));
  const bytes = memoryOf(memory);
  return {
    pc: numberOf(pc),
    opcode: typeof op === 'number' ? op & 0xff : opcodeOf(op ?? opName),
    depth: numberOf(depth ?? 1),
    gas: numberOf(gas),
    gasCost: numberOf(gasCost),
    refund: optional(refund, numberOf),
    stack: Array.isArray(stack) ? stack.map(wordOf) : undefined,
    memory: bytes,
    memorySize: bytes?.length ?? numberOf(memSize),
    storage: typeof storage === 'object' && storage !== null ? slotsOf(storage) : undefined,
    returned: bytesOf(returnData),
    error: typeof error === 'string' && error !== '' ? error : undefined,
  };
};

const placeForm = /^(?:[0-9]+|0x[0-9a-f]+)$/i;

const optional = <Value>(value: unknown, read: (value: unknown) => Value): Value | undefined =>
  value === undefined || value === null ? undefined : read(value);

/** A number, or its digits, in a text decimal or after 0x; 0 for anything else. */
const numberOf = (value: unknown): number => {
  const number = Number(value ?? 0);
  return Number.isFinite(number) && number >= 0 ? Math.floor(number) : 0;
};

/** Hexadecimal, with 0x or without. */
const wordOf = (value: unknown): bigint => {
  if (typeof value === 'number') return BigInt(numberOf(value));
  const digits = String(value).replace(/^0x/i, '');
  return /^[0-9a-f]{1,64}$/i.test(digits) ? BigInt(`0x${digits}`) : 0n;
};

const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (typeof value !== 'string') return undefined;
  const digits = value.replace(/^0x/i, '');
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
};

const memoryOf = (memory: unknown): Uint8Array | undefined =>
  Array.isArray(memory) ? bytesOf(memory.map((word) => String(word).replace(/^0x/i, '')).join('')) : bytesOf(memory);

const slotsOf = (storage: object): ReadonlyMap<bigint, bigint> =>
  new Map(Object.entries(storage).map(([key, value]) => [wordOf(key), wordOf(value)]));

/** Older and other names of instructions. */
const aliases = { SHA3: 'KECCAK256', SUICIDE: 'SELFDESTRUCT', RANDOM: 'PREVRANDAO' } as const;
const opcodes = new Map<string, number>(instructions.map(({ mnemonic, opcode }) => [mnemonic, opcode]));
const invalid = 0xfe;

const opcodeOf = (name: unknown): number => {
  const text = String(name).toUpperCase();
  const known = opcodes.get(aliases[text as keyof typeof aliases] ?? text);
  if (known !== undefined) return known;
  // geth: "opcode 0xef not defined".
  const [, digits] = /0X([0-9A-F]{1,2})/.exec(text) ?? [];
  return digits === undefined ? invalid : Number.parseInt(digits, 16);
};
