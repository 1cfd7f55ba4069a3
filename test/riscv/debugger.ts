import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';

/** What ckb-debugger says of a run. */
export type DebuggerResult = {
  /** Undefined where the run ended in an error of the machine. */
  readonly exitCode: number | undefined;
  /** Undefined where it does not say. */
  readonly cycles: number | undefined;
  /** What the script said by the debug syscall, a line each. */
  readonly output: readonly string[];
  /** The name of the machine's error: `InvalidInstruction`. */
  readonly error: string | undefined;
  readonly text: string;
  /** Its profile, if that was asked for: cycles by call stack, a line each, `file:function; file:function 12`. */
  readonly profile: readonly string[];
};

/** The machine before one step. */
export type StepRecord = { readonly pc: bigint; readonly registers: BigUint64Array };

const wasmFile = new URL('../../node_modules/ckb-testtool/src/wasm/ckb-debugger.wasm', import.meta.url);
let compiled: WebAssembly.Module | undefined;

export type DebuggerRun = {
  readonly program?: Uint8Array;
  /** A mock transaction as JSON; `flags` say which script of it runs. */
  readonly transaction?: string;
  readonly flags?: readonly string[];
  /** 0, 1 or 2 */
  readonly version: number;
  readonly args?: readonly string[];
  readonly maxCycles?: number;
  readonly profile?: boolean;
  /** Asks for a record of each step. Returning false ends the run. The record is valid only during the call. */
  readonly onStep?: (record: StepRecord) => boolean;
};

class Enough extends Error {}

/** Runs ckb-debugger, CKB's own VM compiled to WebAssembly (npm `ckb-testtool`), in this process. */
export const runDebugger = (run: DebuggerRun): DebuggerResult => {
  const folder = mkdtempSync(join(tmpdir(), 'gaslamp-ckb-'));
  try {
    return runIn(folder, run);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const runIn = (
  folder: string,
  { program, transaction, flags = [], version, args = [], maxCycles, profile, onStep }: DebuggerRun,
): DebuggerResult => {
  const given = ['ckb-debugger', '--script-version', String(version), ...flags];
  if (program) {
    writeFileSync(join(folder, 'program'), program);
    given.push('--bin', '/given/program');
  }
  if (transaction !== undefined) {
    writeFileSync(join(folder, 'transaction.json'), transaction);
    given.push('--tx-file', '/given/transaction.json');
  }
  if (maxCycles !== undefined) given.push('--max-cycles', String(maxCycles));
  if (profile) given.push('--pprof', '/given/profile');
  if (onStep) given.push('--enable-steplog');
  const wasi = new WASI({
    version: 'preview1',
    args: [...given, ...(args.length > 0 ? ['--', ...args] : [])],
    preopens: { '/given': folder },
    returnOnExit: true,
  });
  const reader = new LogReader(onStep);
  const imports = wasi.getImportObject() as { wasi_snapshot_preview1: Record<string, unknown> };
  let memory: WebAssembly.Memory | undefined;
  const { fd_write: writeFile } = imports.wasi_snapshot_preview1 as { fd_write: typeof write };
  const write = (file: number, vectors: number, count: number, written: number): number => {
    if (file > standardError) return writeFile(file, vectors, count, written);
    if (!memory) throw new Error('The debugger writes before it has started.');
    const view = new DataView(memory.buffer);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const at = view.getUint32(vectors + 8 * i, true);
      const size = view.getUint32(vectors + 8 * i + 4, true);
      reader.write(new Uint8Array(memory.buffer, at, size));
      total += size;
    }
    view.setUint32(written, total, true);
    return 0;
  };
  imports.wasi_snapshot_preview1.fd_write = write;
  compiled ??= new WebAssembly.Module(readFileSync(wasmFile));
  const instance = new WebAssembly.Instance(compiled, imports);
  memory = instance.exports.memory as WebAssembly.Memory;
  try {
    wasi.start(instance);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  const lines = profile ? readFileSync(join(folder, 'profile'), 'utf8').split('\n') : [];
  return { ...reader.result(), profile: lines.filter((line) => line !== '') };
};

const standardError = 2;
const newline = 10;
const registersPerRecord = 32;

/** Reads what the debugger prints: records of steps, which are too many to keep, and a few lines. */
class LogReader {
  readonly #onStep: DebuggerRun['onStep'];
  readonly #lines: string[] = [];
  readonly #registers = new BigUint64Array(registersPerRecord);
  readonly #halves = new Uint32Array(this.#registers.buffer);
  #known = registersPerRecord;
  #pc = 0n;
  #rest: number[] = [];

  constructor(onStep: DebuggerRun['onStep']) {
    this.#onStep = onStep;
  }

  write(bytes: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(newline, start);
      if (end < 0) break;
      if (this.#rest.length > 0) {
        this.#rest.push(...bytes.subarray(start, end));
        this.#line(Uint8Array.from(this.#rest));
        this.#rest = [];
      } else this.#line(bytes.subarray(start, end));
      start = end + 1;
    }
    for (; start < bytes.length; start++) this.#rest.push(bytes[start]);
  }

  #line(line: Uint8Array): void {
    if (this.#onStep && isRecordLine(line)) this.#recordLine(line);
    else if (line.length > 0) this.#lines.push(new TextDecoder().decode(line));
  }

  /** `pc  : 0x           10078`, and then eight lines of four registers each. */
  #recordLine(line: Uint8Array): void {
    if (line[0] === 0x70) {
      const [high, low] = hexAt(line, 0);
      this.#pc = (BigInt(high) << 32n) | BigInt(low);
      this.#known = 0;
      return;
    }
    for (let at = 0, i = 0; i < 4; i++, at += registerWidth) {
      const [high, low] = hexAt(line, at);
      this.#halves[2 * this.#known] = low;
      this.#halves[2 * this.#known + 1] = high;
      this.#known += 1;
    }
    if (this.#known < registersPerRecord) return;
    if (this.#onStep?.({ pc: this.#pc, registers: this.#registers }) === false) throw new Enough();
  }

  result(): Omit<DebuggerResult, 'profile'> {
    const text = this.#lines.join('\n');
    const exitCode = /Run result: (-?\d+)/.exec(text)?.[1];
    const cycles = /All cycles: (\d+)/.exec(text)?.[1];
    return {
      exitCode: exitCode === undefined ? undefined : Number(exitCode),
      cycles: cycles === undefined ? undefined : Number(cycles),
      output: this.#lines.filter((line) => line.startsWith('Script log: ')).map((line) => line.slice(12)),
      error: /Error: (\w+)/.exec(text)?.[1],
      text,
    };
  }
}

/** `zero: 0x               0 ` */
const registerWidth = 25;
const nameWidth = 4;
const valueEnd = 24;

const isRecordLine = (line: Uint8Array): boolean =>
  line.length >= valueEnd - 1 &&
  line[nameWidth] === 0x3a &&
  line[nameWidth + 2] === 0x30 &&
  line[nameWidth + 3] === 0x78;

/** The two halves of the number behind the name at `at`. */
const hexAt = (line: Uint8Array, at: number): readonly [high: number, low: number] => {
  let [high, low] = [0, 0];
  const start = at + nameWidth + 4;
  for (let i = start; i < start + 16; i++) {
    const code = line[i];
    if (code === 0x20) continue;
    const digit = code < 0x41 ? code - 0x30 : code - 0x37;
    high = ((high << 4) | (low >>> 28)) >>> 0;
    low = ((low << 4) | digit) >>> 0;
  }
  return [high, low];
};
