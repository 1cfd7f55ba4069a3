import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { trim } from './elf-fixtures.ts';
import { root } from './paths.ts';
import { buildRust } from './rust.ts';

const all = '-mabi=lp64 -mcmodel=medany -ffreestanding -nostdlib -static -Wall -Wextra -Wl,--build-id=none';
const small = '-O2 -g0 -Wl,-s';
/** With source lines, whose paths begin in the folder of the program. */
const legible = '-Og -g -fno-tree-loop-distribute-patterns -T ckb.ld -Wl,-n';

/** What is built of programs in C for CKB-VM, which then need no compiler: folder, output, source, options. */
const programs = [
  ['test/riscv/built', 'secp256k1-b.elf', '../programs/secp256k1.c', `${small} -march=rv64imc_zba_zbb_zbc_zbs`],
  ['test/riscv/built', 'secp256k1-imc.elf', '../programs/secp256k1.c', `${small} -march=rv64imc`],
  ['samples/ckb', 'hash-lock.elf', 'hash-lock.c', `${legible} -march=rv64imc_zba_zbb_zbc_zbs`],
] as const;

/** Builds them all again: `node tools/ckb-programs.ts`, where Debian's gcc-riscv64-unknown-elf, lld, llvm, rustc and rust-src are installed. */
for (const [folder, out, source, options] of programs) {
  const cwd = join(root, folder);
  rmSync(join(cwd, out), { force: true });
  const given = [...`${all} ${options}`.split(' '), `-ffile-prefix-map=${cwd}=.`];
  execFileSync('riscv64-unknown-elf-gcc', [...given, '-o', out, source], { cwd, stdio: 'inherit' });
  console.log(`built ${folder}/${out}`);
}

/**
 * In Rust, which takes a minute, because the library is built too. GNU ld makes JAL of calls that are near; version 0 of CKB-VM
 * goes astray at the other ones, AUIPC and JALR by one register.
 */
const built = join(root, 'test/riscv/built');
const layout = [`-Clink-arg=-T${join(root, 'samples/ckb/ckb.ld')}`, '-Clink-arg=-n', '-Clink-arg=--gc-sections'];
const byHash = join(built, 'by-hash.elf');
const linker = ['-Clinker=riscv64-unknown-elf-ld', '-Clinker-flavor=ld', '-Ctarget-feature=+relax'];
const options = ['-Copt-level=1', ...linker, ...layout];
buildRust({ folder: built, called: '.', source: '../programs/by-hash.rs', out: byHash, options });
trim(byHash);
console.log('built test/riscv/built/by-hash.elf');
