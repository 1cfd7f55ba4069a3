import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { newSeed } from '../test/harness/random.ts';
import type { Finding } from '../test/lockstep/fuzz.ts';
import type { Task } from '../test/lockstep/fuzz-worker.ts';
import { root } from './paths.ts';

/** Of each VM: what runs its programs, and how the files of programs that differ end. */
const vms: Readonly<Record<string, { readonly worker: URL; readonly ending: string }>> = {
  evm: { worker: new URL('../test/lockstep/fuzz-worker.ts', import.meta.url), ending: '.easm' },
  riscv: { worker: new URL('../test/riscv/fuzz-worker.ts', import.meta.url), ending: '.rv.s' },
  bpf: { worker: new URL('../test/bpf/fuzz/worker.ts', import.meta.url), ending: '.sbpf' },
};

const usage = `npm run fuzz -- ${Object.keys(vms).join('|')} [--minutes M] [--seed N] [--programs N] [--out DIR]`;

/** Runs random programs on our VM and on that of others, side by side, and writes down what differs. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string' },
      programs: { type: 'string', default: 'Infinity' },
      out: { type: 'string', default: join(root, 'test-results/fuzz') },
    },
    allowPositionals: true,
  });
  const [minutes, programs] = [Number(values.minutes), Number(values.programs)];
  const seed = values.seed === undefined ? newSeed() : Number(values.seed);
  const name = positionals.join();
  const vm = vms[name];
  if (!vm || [minutes, programs, seed].some(Number.isNaN)) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  console.log(`From seed ${seed}, for ${minutes} minutes at most.`);
  const total = { programs: 0, steps: 0, differences: 0 };
  const stride = availableParallelism();
  const until = Date.now() + minutes * 60_000;
  const tasks = Array.from({ length: stride }, (_, index) => {
    return { first: seed + index, stride, until, most: Math.ceil(programs / stride) };
  });
  const written: Promise<void>[] = [];
  const take = (finding: Finding) => {
    total.programs += finding.programs;
    total.steps += finding.steps;
    if (!finding.difference) return;
    total.differences += 1;
    written.push(write(finding, values.out, vm.ending));
  };
  await Promise.all(tasks.map((task) => run(vm.worker, task, take)));
  await Promise.all(written);
  if (total.differences > 0) process.exitCode = 1;
  const { format } = new Intl.NumberFormat('en');
  console.log(
    `${name}: ${format(total.programs)} programs, ${format(total.steps)} instructions, ${total.differences} differences`,
  );
}

const run = (code: URL, task: Task, take: (finding: Finding) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(code, { workerData: task });
    worker.on('message', take);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });

async function write({ difference }: Finding, folder: string, ending: string): Promise<void> {
  if (!difference) return;
  const { text, name, program, scenario } = difference;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}${ending}`), program);
  await writeFile(join(folder, `${name}.gaslamp.json`), scenario);
  console.log(`DIFFERENCE ${text}\n  ${join(folder, `${name}.gaslamp.json`)}`);
}

await main();
