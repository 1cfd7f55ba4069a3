import { instructions } from '../../../engines/bpf/isa/instructions.ts';
import { hashOfName } from '../../../engines/bpf/isa/murmur3.ts';
import { formAt, type Row } from '../../../engines/bpf/isa/row.ts';
import { rulesOf, versions } from '../../../engines/bpf/isa/versions.ts';
import type { Random } from '../../harness/random.ts';
import { fileOf, type Subject } from './subject.ts';

const edges32: readonly number[] = [
  0,
  1,
  2,
  -1,
  -2,
  7,
  31,
  32,
  63,
  64,
  255,
  256,
  65_535,
  65_536,
  2 ** 31 - 1,
  -(2 ** 31),
];
const edges64: readonly bigint[] = [
  ...edges32.map(BigInt),
  ...[2n ** 32n, 2n ** 32n - 1n, 2n ** 32n + 1n, 2n ** 31n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) + 1n],
  ...[0x8000_0000_7fff_ffffn, 0x7fff_ffff_8000_0000n, 0x0123_4567_89ab_cdefn, -0x0123_4567_89ab_cdefn],
];
/** Where regions and frames begin and end. */
const places: readonly bigint[] = [
  ...[0n, 0x1_0000_0000n, 0x1_0000_0078n, 0x2_0000_0000n, 0x2_0000_1000n, 0x2_0000_2000n, 0x2_0000_3000n],
  ...[0x2_0004_0000n, 0x2_0007_f000n, 0x2_0008_0000n, 0x3_0000_0000n, 0x3_0000_8000n, 0x4_0000_0000n, 0x4_0000_0060n],
  ...[0x4_0000_0078n, 0x4_0000_5180n, 0x5_0000_0000n, 0xffff_ffff_0000_0000n],
];

/** Registers that a program computes with. r1 to r5 are arguments. */
const registers = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9'];
const labels = ['lower', 'middle', 'upper'];

/** What a statement may be: an ordinary instruction, or several that belong together. */
class Generator {
  readonly #random: Random;
  readonly #version: string;
  readonly #plain: readonly Row[];
  readonly #jumps: readonly Row[];
  /** Of a hundred statements, how many are likely to end the program. */
  readonly #wildness: number;
  #next = 0;

  constructor(random: Random, version: string) {
    this.#random = random;
    this.#version = version;
    this.#wildness = random.pick([0, 1, 3, 8]);
    const rows = instructions.filter((row) => formAt(row, version));
    this.#plain = rows.filter(({ syntax }) => /^dst(, value|, imm)?$/.test(syntax));
    this.#jumps = rows.filter(({ syntax }) => syntax === 'dst, value, target');
  }

  text(): string {
    const { below } = this.#random;
    const size = 4 + below(this.oneIn(3) ? 20 : 200);
    const body = (most: number) => Array.from({ length: 1 + below(most) }, () => this.statement()).flat();
    const prologue = this.oneIn(10) ? [] : registers.slice(3).flatMap((name) => this.load(name, this.wide()));
    const functions = labels.flatMap((label) => [`${label}:`, ...this.frame(), ...body(16), 'exit']);
    const constants = this.oneIn(6) ? [] : ['.rodata', 'constants: .ascii "A lamp"', '.byte 0xff, 0'];
    return [
      ...['.globl entrypoint', 'entrypoint:'],
      ...prologue,
      ...body(size),
      'exit',
      ...functions,
      'behind:',
      ...constants,
    ].join('\n');
  }

  oneIn(n: number): boolean {
    return this.#random.below(n) === 0;
  }

  register(): string {
    return this.#random.pick(registers);
  }

  number(): number {
    return this.oneIn(2) ? this.#random.pick(edges32) : (this.#random.below(2 ** 32) | 0) >> this.#random.below(32);
  }

  wide(): bigint {
    if (this.oneIn(3)) return this.#random.pick(places) + BigInt(this.#random.below(20) - 10);
    if (this.oneIn(2)) return this.#random.pick(edges64);
    const both = (BigInt(this.#random.below(2 ** 32)) << 32n) | BigInt(this.#random.below(2 ** 32));
    return BigInt.asIntN(64, both) >> BigInt(this.#random.below(64));
  }

  load(register: string, value: bigint | string): readonly string[] {
    return this.#version === 'v2'
      ? [`mov32 ${register}, %lo(${value})`, `hor64 ${register}, %hi(${value})`]
      : [`lddw ${register}, ${value}`];
  }

  /** A function of versions in which it moves its frame itself. */
  frame(): readonly string[] {
    const movesFrame = !rulesOf(this.#version).hasFixedFrames && !this.oneIn(3);
    return movesFrame ? [`add64 r10, ${this.#random.pick([-64, -128, -4096, 64, -0x40000])}`] : [];
  }

  isWild(): boolean {
    return this.#random.below(100) < this.#wildness;
  }

  statement(): readonly string[] {
    if (this.isWild()) return this.wild();
    const kind = this.#random.below(40);
    if (kind < 18) return [this.plain(this.#random.pick(this.#plain))];
    if (kind < 24) return this.access();
    if (kind < 30) return this.jump();
    if (kind < 33) return this.syscall();
    if (kind < 35) return [`call ${this.#random.pick(labels)}`];
    if (kind < 36) return this.callAt(this.#random.pick(labels));
    if (kind < 38) return this.load(this.register(), this.wide());
    return this.oneIn(8) ? ['exit'] : this.loop();
  }

  wild(): readonly string[] {
    const kind = this.#random.below(6);
    if (kind < 2) return this.edgeAccess();
    if (kind < 3) return this.wrongSyscall();
    if (kind < 4) return [`callx ${this.register()}`];
    if (kind < 5) return this.callAt(this.oneIn(2) ? this.wide() : 'behind');
    const { mnemonic } = this.#random.pick(this.#plain.filter(({ rule }) => rule === 'divisor'));
    return [`${mnemonic} ${this.register()}, ${this.register()}`];
  }

  plain({ mnemonic, syntax, rule }: Row): string {
    if (syntax === 'dst') return `${mnemonic} ${this.register()}`;
    if (mnemonic === 'lddw') return `lddw ${this.register()}, ${this.wide()}`;
    const shift = rule === 'shift32' ? 32 : rule === 'shift64' ? 64 : undefined;
    const number = shift ? this.#random.below(shift) : this.number();
    const value = rule === 'divisor' && number === 0 ? 3 : number;
    // A register with 0 ends the program.
    const isRegister = syntax === 'dst, value' && this.oneIn(rule === 'divisor' ? 20 : 2);
    const second = isRegister ? this.register() : this.unsigned(mnemonic, value);
    return `${mnemonic} ${this.register()}, ${second}`;
  }

  /** Some instructions take their number without a sign. */
  unsigned(mnemonic: string, value: number): number {
    return instructions.find((row) => row.mnemonic === mnemonic)?.isUnsigned ? value >>> 0 : value;
  }

  instruction(base: string, offset: number): string {
    const at = `[${base}${offset < 0 ? '-' : '+'}${Math.abs(offset)}]`;
    const size = this.#random.pick(['b', 'h', 'w', 'dw']);
    if (this.oneIn(2)) return `ldx${size} ${this.register()}, ${at}`;
    return this.oneIn(2) ? `stx${size} ${at}, ${this.register()}` : `st${size} ${at}, ${this.number()}`;
  }

  /** What mostly is allowed: the own frame, the heap, the data of the first account, constants. */
  access(): readonly string[] {
    const { below } = this.#random;
    if (!this.oneIn(3)) return [this.instruction('r10', -8 - below(200))];
    const base = this.register();
    const start = this.#random.pick([0x3_0000_0000n, 0x3_0000_7f00n, 0x4_0000_0060n, 0x4_0000_0008n]);
    return [...this.load(base, start), this.instruction(base, below(24))];
  }

  edgeAccess(): readonly string[] {
    const base = this.register();
    const offset = this.#random.pick([0, 0, 1, -1, -8, 8, 32_767, -32_768]);
    return this.oneIn(3)
      ? [this.instruction('r10', this.#random.pick([0, -1, -3, -4096, -4097, 4096, 4095, 8192, -8192]))]
      : [...this.load(base, this.wide()), this.instruction(base, offset)];
  }

  jump(): readonly string[] {
    const label = `to${this.#next++}`;
    const skipped = Array.from({ length: this.#random.below(3) }, () => this.plain(this.#random.pick(this.#plain)));
    if (this.oneIn(5)) return [`ja ${label}`, ...skipped, `${label}:`];
    const { mnemonic } = this.#random.pick(this.#jumps);
    const value = this.oneIn(2) ? this.register() : this.number();
    const first = this.register();
    const same = this.oneIn(4) ? [`mov64 ${first}, ${value}`] : [];
    return [...same, `${mnemonic} ${first}, ${value}, ${label}`, ...skipped, `${label}:`];
  }

  loop(): readonly string[] {
    const label = `again${this.#next++}`;
    const body = Array.from({ length: this.#random.below(4) }, () => this.plain(this.#random.pick(this.#plain)));
    return ['mov64 r9, 3', `${label}:`, ...body, 'add64 r9, -1', `jsgt r9, 0, ${label}`];
  }

  callAt(target: bigint | string): readonly string[] {
    const register = this.register();
    const bent = this.isWild() ? [`add64 ${register}, ${this.#random.pick([1, 4, 7, 8, -8, 16])}`] : [];
    return [...this.load(register, target), ...bent, `callx ${register}`];
  }

  /** Syscalls with arguments that mostly are good. */
  syscall(): readonly string[] {
    const { below, pick } = this.#random;
    const heap = (register: string) => this.load(register, 0x3_0000_0000n + BigInt(below(64)));
    const size = (register: string) => [`mov64 ${register}, ${below(40)}`];
    const stack = (register: string) => [`mov64 ${register}, r10`, `add64 ${register}, ${-64 - 8 * below(20)}`];
    const room = (register: string) => (this.oneIn(2) ? heap(register) : stack(register));
    const calls: readonly (() => readonly string[])[] = [
      () => ['call sol_log_64_'],
      () => ['call sol_log_compute_units_'],
      () => ['call sol_get_stack_height'],
      () => [...heap('r1'), ...size('r2'), 'call sol_log_'],
      () => [...stack('r1'), 'call sol_log_pubkey'],
      () => [...room('r1'), ...heap('r2'), ...size('r3'), `call ${pick(['sol_memcpy_', 'sol_memmove_'])}`],
      () => [...room('r1'), ...size('r3'), 'call sol_memset_'],
      () => [...room('r1'), ...room('r2'), ...size('r3'), ...stack('r4'), 'and64 r4, -8', 'call sol_memcmp_'],
      () => [...room('r1'), ...size('r2'), 'call sol_set_return_data'],
      () => [...heap('r1'), ...size('r2'), ...stack('r3'), 'call sol_get_return_data'],
      () => [...heap('r1'), 'and64 r1, -8', `call ${pick(['sol_get_clock_sysvar', 'sol_get_rent_sysvar'])}`],
      () => [...heap('r1'), 'mov64 r2, 0', ...stack('r3'), 'call sol_sha256'],
    ];
    return pick(calls)();
  }

  /** Syscalls with any arguments. */
  wrongSyscall(): readonly string[] {
    const names = ['sol_log_', 'sol_memcpy_', 'sol_memset_', 'sol_memcmp_', 'sol_set_return_data', 'sol_log_data'];
    const others = ['sol_panic_', 'abort', 'sol_get_sysvar', 'sol_get_clock_sysvar', 'sol_invoke_signed_c'];
    const name = this.#random.pick(this.oneIn(4) ? others : names);
    const count = this.#random.below(4);
    const loads = ['r1', 'r2', 'r3', 'r4', 'r5'].slice(0, count).flatMap((each) => this.load(each, this.wide()));
    return [...loads, `call ${name}`];
  }
}

/** An instruction as a number, of which some field is not what it was. */
const bent = (random: Random): string => {
  const opcode = random.below(3) === 0 ? random.below(256) : random.pick([...opcodes]);
  const registersByte = random.below(2) === 0 ? random.below(256) : random.pick([0, 1, 0x10, 0xa0, 0x0a, 0xb0, 0x0b]);
  const off = random.pick([0, 0, 1, 0xffff, 0xfffe, 5, 0x7fff, 0x8000]);
  const imm = random.pick([0, 1, 16, 32, 64, 63, 31, -1, 2 ** 31 - 1, hashOfName('sol_log_'), 9, 10, 11]) >>> 0;
  const number = (BigInt(imm) << 32n) | BigInt((off << 16) >>> 0) | BigInt((registersByte << 8) | opcode);
  return `.quad 0x${number.toString(16)}`;
};

const opcodes = new Set(
  instructions.flatMap((row) =>
    versions.flatMap(({ id }) => {
      const form = formAt(row, id);
      return form ? [form.opcode, form.opcode | 8] : [];
    }),
  ),
);

/** What a seed says. */
export const randomSubject = (random: Random): Subject => {
  const version = random.pick(['v0', 'v0', 'v1', 'v2', 'v2', 'v3', 'v3']);
  const plain = new Generator(random, version).text();
  const bends = random.below(5) === 0 ? 1 + random.below(2) : 0;
  const lines = plain.split('\n');
  const places = lines.flatMap((line, at) => (/^(?!\.|.*:)/.test(line) ? [at] : []));
  for (let i = 0; i < bends; i++) lines[random.pick(places)] = bent(random);
  const text = lines.join('\n');
  const data = Array.from({ length: random.below(20) }, () => random.below(256));
  const units = 150 + random.below(random.pick([100, 1500, 6000, 6000]));
  const subject = { version, text, damage: [], data, units };
  return random.below(12) === 0 ? { ...subject, damage: damageTo(fileOf(subject), random) } : subject;
};

/** Some bytes of a file, and what becomes of them; most lie in its tables. */
export const damageTo = (file: Uint8Array, random: Random): Subject['damage'] =>
  Array.from({ length: 1 + random.below(3) }, () => {
    const areas = [64, 256, file.length];
    const size = Math.min(random.pick(areas), file.length);
    const at = random.below(3) === 0 ? file.length - 1 - random.below(size) : random.below(size);
    const byte = file[at] ?? 0;
    return [at, random.pick([0, 1, 255, byte ^ (1 << random.below(8)), random.below(256), byte + 1, byte - 1]) & 255];
  });
