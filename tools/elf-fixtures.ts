import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryLines, frameLines, headerLines, lineLines, symbolizerLines } from '../test/elf/dumps.ts';
import { root } from './paths.ts';
import { buildRust } from './rust.ts';

const programs = join(root, 'test', 'elf', 'programs');
const fixtures = join(root, 'test', 'elf', 'fixtures');

const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, {
    cwd: programs,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const c = ['start.S', 'main.c', 'collatz.c', '-march=rv64imac', '-mabi=lp64', '-nostdlib', '-ffreestanding'];
const projectPath = `-ffile-prefix-map=${programs}=/project`;
/** GCC does not hand that on to the assembler. */
const assemblyPath = `-Wa,--debug-prefix-map=${programs}=/project`;
const dropUnused = ['-ffunction-sections', '-Wl,--gc-sections'];

const gcc = (out: string, ...options: string[]) =>
  run('riscv64-unknown-elf-gcc', [...options, ...c, projectPath, assemblyPath, '-o', out, '-lgcc']);

const clang = (out: string, ...options: string[]) =>
  run('clang', [
    '--target=riscv64-unknown-elf',
    '-mno-relax',
    '-fuse-ld=lld',
    ...options,
    ...c,
    projectPath,
    '-fdebug-compilation-dir=/project',
    '-o',
    out,
  ]);

const lld = ['-Clinker=ld.lld', '-Clinker-flavor=ld.lld'];
const rust = (out: string, ...options: string[]) =>
  buildRust({ folder: programs, called: '/project', source: 'shapes.rs', out, options: [...lld, ...options] });

const builds: Readonly<Record<string, (out: string) => void>> = {
  'gcc-O0-dwarf5': (out) => gcc(out, '-O0', '-gdwarf-5'),
  'gcc-O2-dwarf4': (out) => gcc(out, '-O2', '-gdwarf-4', ...dropUnused),
  'gcc-O2-dwarf5': (out) => gcc(out, '-O2', '-gdwarf-5', ...dropUnused),
  // What lld writes for dropped code is 0 unless it is told otherwise.
  'clang-O1-dwarf5': (out) =>
    clang(out, '-O1', '-gdwarf-5', ...dropUnused, '-Wl,-z,dead-reloc-in-nonalloc=.debug_*=0xffffffffffffffff'),
  'clang-O2-dwarf4': (out) => clang(out, '-O2', '-gdwarf-4', ...dropUnused),
  'rust-O0-legacy': (out) => rust(out, '-Copt-level=0'),
  'rust-O2-v0': (out) => rust(out, '-Copt-level=2', '-Csymbol-mangling-version=v0'),
};

/** Sections that nobody reads here, and that would make the fixtures larger. */
const superfluous = ['.debug_aranges', '.debug_pubnames', '.debug_pubtypes', '.comment', '.riscv.attributes'];

/** Leaves out of an ELF what nobody reads. */
export const trim = (elf: string): void => {
  const sections = superfluous.map((section) => `--remove-section=${section}`);
  run('llvm-objcopy', [...sections, '--regex', '--strip-symbol=^$', '--discard-locals', elf]);
};

const llvmSays = (elf: string, option: string): string => run('llvm-dwarfdump', [option, elf]);

/** What the tools say of an ELF, in the notation of the fixtures. */
export const toolsSay = (elf: string): string => {
  const lines = lineLines(llvmSays(elf, '--debug-line'));
  const addresses = [...new Set(lines.flatMap((line) => /^row (\S+)(?!.*end_sequence)/.exec(line)?.[1] ?? []))];
  const asked = [`--obj=${elf}`, '--inlines', '--no-demangle', '--functions=linkage', ...addresses];
  return [
    ...headerLines(run('readelf', ['-lSsW', elf])),
    ...lines,
    ...entryLines(llvmSays(elf, '--debug-info')),
    ...frameLines(run('readelf', ['--debug-dump=frames-interp', elf])),
    ...symbolizerLines(run('llvm-symbolizer', asked), addresses),
  ].join('\n');
};

/**
 * Builds the ELFs in `test/elf/fixtures` and writes beside each what independent tools say of it. Needs Debian's
 * gcc-riscv64-unknown-elf, binutils-riscv64-unknown-elf, clang, lld, llvm, rustc and rust-src; a name in the arguments builds only that one.
 */
const main = (names: readonly string[]): void => {
  for (const [name, build] of Object.entries(builds)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const elf = join(fixtures, `${name}.elf`);
    build(elf);
    trim(elf);
    writeFileSync(join(fixtures, `${name}.txt`), `${toolsSay(elf)}\n`);
    console.log(`${name}: ${existsSync(elf)}`);
  }
};

if (import.meta.main) main(process.argv.slice(2));
