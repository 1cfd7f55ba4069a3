import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestClient } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { root } from '../paths.ts';
import { median, type Row, row, type Scale } from './rows.ts';
import { cSourceOf } from './texts.ts';
import { inFolder, isInstalled, missing, mustRun, timeOf } from './tools.ts';

const compiler = 'riscv64-unknown-elf-gcc';
const peer = 'gdb';

const options = '-march=rv64imc -mabi=lp64 -mcmodel=medany -ffreestanding -nostdlib -static -O1 -g -Wl,--build-id=none';

/** A program with debug information, from the start of the debugger to a person seeing where it stopped in the source. */
export async function firstStop(scale: Scale): Promise<readonly Row[]> {
  for (const tool of [compiler, peer]) if (!isInstalled(tool)) return missing(tool);
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'bench.c'), cSourceOf({ full: 1000, tiny: 10 }[scale]));
    const program = join(folder, 'bench.elf');
    const headers = join(root, 'test/riscv/programs');
    mustRun(compiler, [...options.split(' '), '-I', headers, '-o', program, 'bench.c'], folder);
    const source = join(folder, 'bench.c');
    const line = readFileSync(source, 'utf8').split('\n').length - 3;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let n = 0; n < { full: 5, tiny: 1 }[scale]; n++) {
      ours.push(await timeToStop(program, source, line));
      theirs.push(timeOf(() => mustRun(peer, ['-batch', '-nx', '-ex', `break bench.c:${line}`, program])));
    }
    const size = (statSync(program).size / 1e6).toFixed(1);
    const [, version = ''] = / (\d\S+)$/m.exec(mustRun(peer, ['--version'])) ?? [];
    const against = `${peer} ${version}, which only binds the breakpoint`;
    return [
      row(`CKB-VM: an ELF of ${size} MB with DWARF to its first stop`, median(ours), against, median(theirs), 'ms'),
    ];
  });
}

/** Launches a program in a debugger that was just started, with a breakpoint in its source, and asks where it stopped. */
async function timeToStop(program: string, source: string, line: number): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/debug-adapter.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const debugging = new Debugging(new TestClient(child.stdout, child.stdin));
    await debugging.start({ program }, { [source]: [line] });
    const [frame] = await debugging.frames();
    if (frame?.name !== 'main') throw new Error(`The program stopped in ${frame?.name}.`);
    return performance.now() - start;
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}
