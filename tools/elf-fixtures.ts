import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryLines, frameLines, headerLines, lineLines, symbolizerLines } from '../test/elf/dumps.ts';
import { root } from './paths.ts';

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

/** Debian's rustc has no library for this target, but its sources, of which `core` is built here. */
const rust = (out: string, ...options: string[]) => {
  const sysroot = run('rustc', ['--print', 'sysroot']).trim();
  const folder = mkdtempSync(join(tmpdir(), 'gaslamp-core-'));
  const compile = (...args: string[]) =>
    execFileSync('rustc', ['--edition=2021', '--target=riscv64imac-unknown-none-elf', '-Ctarget-feature=-a', ...args], {
      cwd: programs,
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  try {
    const library = ['--crate-type=rlib', '-Cpanic=abort', '-Zforce-unstable-if-unmarked', `--out-dir=${folder}`];
    const core = `--extern=core=${join(folder, 'libcore.rlib')}`;
    compile(
      '--crate-name=core',
      '-O',
      '--cap-lints=allow',
      ...library,
      `${sysroot}/lib/rustlib/src/rust/library/core/src/lib.rs`,
    );
    const builtins = join(folder, 'builtins.rs');
    writeFileSync(builtins, '#![no_std]\n#![feature(compiler_builtins)]\n#![compiler_builtins]\n');
    compile('--crate-name=compiler_builtins', core, ...library, builtins);
    const linking = ['-Clinker=ld.lld', '-Clinker-flavor=ld.lld', '-Clink-arg=--discard-locals', '-Cpanic=abort'];
    const paths = [`--remap-path-prefix=${sysroot}=/rust`, `--remap-path-prefix=${programs}=/project`];
    compile('-g', core, `-L${folder}`, ...linking, ...paths, ...options, 'shapes.rs', '-o', out);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

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
    run('llvm-objcopy', [
      ...superfluous.map((section) => `--remove-section=${section}`),
      '--regex',
      '--strip-symbol=^$',
      '--discard-locals',
      elf,
    ]);
    writeFileSync(join(fixtures, `${name}.txt`), `${toolsSay(elf)}\n`);
    console.log(`${name}: ${existsSync(elf)}`);
  }
};

if (import.meta.main) main(process.argv.slice(2));
