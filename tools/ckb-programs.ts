import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** Programs in C for CKB-VM and what is built of them, which tests need no compiler for: name, source, options. */
const programs = [
  ['test/riscv/built/secp256k1-b', 'test/riscv/programs/secp256k1.c', '-march=rv64imc_zba_zbb_zbc_zbs'],
  ['test/riscv/built/secp256k1-imc', 'test/riscv/programs/secp256k1.c', '-march=rv64imc'],
] as const;

const compiler = 'riscv64-unknown-elf-gcc';
const options =
  '-O2 -g0 -mabi=lp64 -mcmodel=medany -ffreestanding -nostdlib -static -Wall -Wextra -Wl,--build-id=none,-s';

/** Builds them all again: `node tools/ckb-programs.ts`, where Debian's gcc-riscv64-unknown-elf is installed. */
for (const [out, source, architecture] of programs) {
  rmSync(join(root, out), { force: true });
  execFileSync(compiler, [...options.split(' '), architecture, '-o', out, source], { cwd: root, stdio: 'inherit' });
  console.log(`built ${out}`);
}
