import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from '../../../engines/assembly/image.ts';
import { readElf } from '../../../engines/elf/elf.ts';
import { assembleProgram } from '../../../engines/riscv/assembly/document.ts';
import { versions } from '../../../engines/riscv/ckb/versions.ts';
import { type AssemblyProgram, corpus } from './programs.ts';

const linker = 'riscv64-unknown-elf-ld';
const gnu = { command: 'riscv64-unknown-elf-as', options: ['-march=rv64imc_zba_zbb_zbc_zbs', '-mno-relax'] };
const llvm = {
  command: 'llvm-mc',
  options: ['-triple=riscv64', '-mattr=+m,+c,+zba,+zbb,+zbc,+zbs', '-filetype=obj'],
};

export const assemblers = { gnu, llvm };
export type AssemblerName = keyof typeof assemblers;

/** Whether the tools are here. */
export const isInstalled = (name: AssemblerName): boolean => {
  try {
    for (const command of [assemblers[name].command, linker]) execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The bytes of each section by name, as another assembler and GNU ld make them at the addresses of our image. */
export const sectionsBy = (
  name: AssemblerName,
  { texts }: AssemblyProgram,
  image: Image,
): ReadonlyMap<string, Uint8Array> => {
  const { command, options } = assemblers[name];
  const folder = mkdtempSync(join(tmpdir(), 'gaslamp-gnu-'));
  try {
    const objects = texts.map((text, i) => {
      const [source, object] = [join(folder, `${i}.s`), join(folder, `${i}.o`)];
      writeFileSync(source, text);
      execFileSync(command, [...options, '-o', object, source]);
      return object;
    });
    const places = image.sections.map(
      ({ name: section, address }) => `${section} 0x${address.toString(16)} : { *(${section}) }`,
    );
    const script = join(folder, 'script.ld');
    writeFileSync(script, `SECTIONS {\n${places.join('\n')}\n/DISCARD/ : { *(.riscv.attributes) }\n}\n`);
    const linked = join(folder, 'linked.elf');
    execFileSync(linker, [
      '--no-relax',
      '--no-warn-rwx-segments',
      '-e',
      '0x10000',
      '-T',
      script,
      '-o',
      linked,
      ...objects,
    ]);
    const { sections } = readElf(readFileSync(linked));
    return new Map(sections.map(({ name: section, bytes }) => [section, bytes]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Size and hash of each section that has bytes, by name. */
export type Digest = Readonly<Record<string, string>>;

export const digestOf = (sections: Iterable<readonly [name: string, bytes: Uint8Array]>): Digest =>
  Object.fromEntries(
    [...sections].map(([name, bytes]) => [
      name,
      `${bytes.length} ${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`,
    ]),
  );

/** The sections of our image that have bytes. */
export const ourSections = ({ sections }: Image): readonly (readonly [name: string, bytes: Uint8Array])[] =>
  sections.filter(({ bytes }) => bytes.length > 0).map(({ name, bytes }) => [name, bytes] as const);

export const assemble = ({ texts }: AssemblyProgram) => assembleProgram(texts, versions, 'vm2');

const kept = new URL('gnu.json', corpus);

/** What GNU as and ld made of each program when the fixtures were last made. */
export const fixtures = (): Readonly<Record<string, Digest>> => JSON.parse(readFileSync(kept, 'utf8'));

/** Makes the fixtures anew; needs GNU's tools. */
export const writeFixtures = (programs: readonly AssemblyProgram[]): void => {
  const made = programs.map((program) => {
    const { image } = assemble(program);
    const theirs = sectionsBy('gnu', program, image);
    return [
      program.name,
      digestOf(ourSections(image).map(([name]) => [name, theirs.get(name) ?? new Uint8Array(0)])),
    ] as const;
  });
  writeFileSync(kept, `${JSON.stringify(Object.fromEntries(made), null, 2)}\n`);
};
