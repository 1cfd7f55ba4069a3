import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readElf } from '../../engines/elf/elf.ts';
import { readSymbols } from '../../engines/elf/symbols.ts';
import type { Machine } from '../../engines/machine.ts';
import { runDebugger } from '../../test/riscv/debugger.ts';
import { newMachine, type Subject } from '../../test/riscv/lockstep.ts';
import { assemble } from '../../test/riscv/programs.ts';
import { root } from '../paths.ts';
import { cpuTime, median, type Row, row, type Scale } from './rows.ts';
import { inFolder, isInstalled, missing, mustRun, timeOf } from './tools.ts';
import { travels } from './travelling.ts';

const packages = join(root, 'node_modules/ckb-testtool');
const { version } = JSON.parse(readFileSync(join(packages, 'package.json'), 'utf8'));
const against = `ckb-debugger of ckb-testtool ${version}`;

type Program = { readonly name: string; readonly subject: Subject };

const newest = 2;
const bytesOf = (...path: readonly string[]) => new Uint8Array(readFileSync(join(root, ...path)));

/** A program of the bench that makes a hundred steps in about four rounds. */
export function endless(rounds: number): Subject {
  const text = readFileSync(join(import.meta.dirname, 'programs/endless.rv.s'), 'utf8');
  return { program: assemble(text.replace(/ROUNDS = \d+/, `ROUNDS = ${rounds}`)), version: newest };
}

/** SHA-256 of "gaslamp" signed with a key of 32 sevens. */
const signature = [
  '1cb306e7b830360639a307f296e6cae0757935fc6574feda25d5e8574f57c614',
  '8037f8d2a815658bd2cd3d0be5890b6de9ffa41c8c1b58d9c31944003e2d8300',
  '7b131c71404855d3547b4c9ebc0f7981f804765d895827d9f44cea8853e4e42f',
  '989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f',
  '631f4d05b3ae518776ee08755a7703e64b2ebc32547504de0b55a142d4ecdf80',
];

function programsOf(scale: Scale): readonly Program[] {
  const rounds = { full: 250_000, tiny: 100 }[scale];
  const script = `let sum = 0; for (let i = 0; i < ${rounds / 5}; i++) sum = (sum * 31 + i) % 65521; console.log(sum)`;
  const signed = { program: bytesOf('test/riscv/built/secp256k1-b.elf'), version: newest, args: signature };
  const engine = bytesOf('node_modules/ckb-testtool/src/unittest/defaultScript/ckb-js-vm');
  const interpreted = { program: engine, version: newest, args: ['-e', script] };
  return [
    { name: 'a loop in assembly', subject: endless(rounds) },
    ...(scale === 'full' ? [{ name: 'a signature on secp256k1', subject: signed }] : []),
    { name: 'JavaScript in ckb-js-vm', subject: interpreted },
  ];
}

/** Rounds of which the first is not counted, in which what is often run gets compiled. */
const rounds = { full: 6, tiny: 2 };

/** The same ELF files here and on CKB's own VM, which must cost both the same: nanoseconds for each step. */
export async function interpreting(scale: Scale): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, subject } of programsOf(scale)) {
    const [ours, theirs]: [number[], number[]] = [[], []];
    let machine = newMachine(subject);
    for (let n = 0; n < rounds[scale]; n++) {
      machine = newMachine(subject);
      ours.push(await cpuTime(() => machine.run({}, Number.MAX_SAFE_INTEGER)));
      let cycles: number | undefined;
      theirs.push(
        await cpuTime(() => {
          cycles = runDebugger(subject).cycles;
        }),
      );
      if (machine.cycles !== cycles) throw new Error(`${name}: ${machine.cycles} cycles here, there ${cycles}.`);
    }
    const [mine, other] = [ours, theirs].map((times) => (median(times.slice(1)) * 1e6) / machine.steps);
    rows.push(row(`CKB-VM: ${name}`, mine, against, other, 'ns a step'));
  }
  return [...rows, ...(await beside(scale))];
}

/** The loop in QEMU, which translates it to the machine's own code. */
async function beside(scale: Scale): Promise<readonly Row[]> {
  if (!isInstalled('qemu-riscv64')) return missing('qemu-riscv64');
  const subject = endless({ full: 4_000_000, tiny: 100 }[scale]);
  const machine = newMachine(subject);
  const time = await cpuTime(() => machine.run({}, Number.MAX_SAFE_INTEGER));
  const theirs = await inFolder((folder) => {
    const path = join(folder, 'program');
    writeFileSync(path, subject.program, { mode: 0o755 });
    return median([1, 2, 3].map(() => timeOf(() => mustRun('qemu-riscv64', [path]))));
  });
  const [, number = ''] = /version (\S+)/.exec(mustRun('qemu-riscv64', ['--version'])) ?? [];
  const each = 1e6 / machine.steps;
  return [
    row('CKB-VM: a loop in assembly, translated', time * each, `qemu-riscv64 ${number}`, theirs * each, 'ns a step'),
  ];
}

/** A run of a hundred million steps, and journeys through it. */
export async function travelling(scale: Scale): Promise<readonly Row[]> {
  const subject = endless(10_000_000);
  return travels({
    name: 'CKB-VM',
    steps: { full: 100_000_000, tiny: 10_000 }[scale],
    start: () => newMachine(subject),
    marked: ({ codes }: Machine) => {
      const place = readSymbols(readElf(subject.program), 'symbols').find(({ name }) => name === 'marked');
      return new Map([...codes.keys()].map((code) => [code, new Set([place?.value ?? 0])]));
    },
  });
}
