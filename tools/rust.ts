import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type RustBuild = {
  /** Where paths in the debug information begin. */
  readonly folder: string;
  /** What that folder is called there. */
  readonly called: string;
  readonly source: string;
  readonly out: string;
  /** Which linker, and what else rustc is told. */
  readonly options: readonly string[];
};

/** Debian has no library for this target, but its sources, of which `core` is built here with the compiler of the same version. */
const rustc = '/usr/bin/rustc';

/** Builds a program without an operating system for RV64IMC, with debug information. Needs Debian's rustc and rust-src. */
export const buildRust = ({ folder, called, source, out, options }: RustBuild): void => {
  const sysroot = execFileSync(rustc, ['--print', 'sysroot'], { encoding: 'utf8' }).trim();
  const libraries = mkdtempSync(join(tmpdir(), 'gaslamp-core-'));
  const compile = (...args: string[]) =>
    execFileSync(rustc, ['--edition=2021', '--target=riscv64imac-unknown-none-elf', '-Ctarget-feature=-a', ...args], {
      cwd: folder,
      env: { ...process.env, RUSTC_BOOTSTRAP: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  try {
    const library = ['--crate-type=rlib', '-Cpanic=abort', '-Zforce-unstable-if-unmarked', `--out-dir=${libraries}`];
    const core = `--extern=core=${join(libraries, 'libcore.rlib')}`;
    compile(
      '--crate-name=core',
      '-O',
      '--cap-lints=allow',
      ...library,
      `${sysroot}/lib/rustlib/src/rust/library/core/src/lib.rs`,
    );
    const builtins = join(libraries, 'builtins.rs');
    writeFileSync(builtins, '#![no_std]\n#![feature(compiler_builtins)]\n#![compiler_builtins]\n');
    compile('--crate-name=compiler_builtins', core, ...library, builtins);
    const linking = ['-Clink-arg=--discard-locals', '-Cpanic=abort'];
    const paths = [`--remap-path-prefix=${sysroot}=/rust`, `--remap-path-prefix=${folder}=${called}`];
    compile('-g', core, `-L${libraries}`, ...linking, ...paths, ...options, source, '-o', out);
  } finally {
    rmSync(libraries, { recursive: true });
  }
};
