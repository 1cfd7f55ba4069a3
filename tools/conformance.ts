import { parseArgs } from 'node:util';
import { forks } from '../engines/evm/forks.ts';
import { bpfConformance } from '../test/bpf/conformance.ts';
import { forkOf } from '../test/conformance/reading.ts';
import { type Result, runSuites } from '../test/conformance/run-suites.ts';
import { knownSuites, ownSuite, SuitesError, sharedSuites, suitesIn } from '../test/conformance/suites.ts';
import { type Counts, none, sum, summary } from './run-tests.ts';

/** What is run of state tests. */
type Selection = {
  /** Undefined where the shared suites are not there. */
  readonly folder: string | undefined;
  readonly filter?: string | undefined;
  /** Only every so many-th case, always the same ones. */
  readonly every?: number;
};

/** How the project's own suite went, and how those of a folder did. */
export type Outcome = { readonly own: Counts; readonly suites: Counts };

/** Runs state tests of Ethereum and tells how they went, fork by fork. @throws SuitesError */
export async function evmConformance({ folder, filter, every = 1 }: Selection): Promise<Outcome> {
  const paths = folder === undefined ? [] : suitesIn(folder);
  const own = countsOf(await runSuites({ suites: [ownSuite], filter }));
  console.log(`the project's own suite: ${summary(own)}`);
  if (folder === undefined) console.log(whereFrom());
  const skipped = folder === undefined ? knownSuites.length : 0;
  const results = await runSuites({ suites: paths, filter, every });
  for (const [fork, { passed, failed }] of [...results].sort(([a], [b]) => age(a) - age(b))) {
    console.log(`${fork}: ${passed} passed, ${failed} failed`);
  }
  return { own, suites: { ...countsOf(results), skipped } };
}

const age = (fork: string): number => forks.findIndex(({ id }) => id === forkOf(fork));

function countsOf(results: ReadonlyMap<string, Result>): Counts {
  for (const { failures } of results.values()) for (const failure of failures) console.log(`FAILED ${failure}`);
  return sum(...[...results.values()].map(({ passed, failed }) => ({ ...none, passed, failed })));
}

const whereFrom = () =>
  [
    'The state tests of Ethereum are not here, and are skipped. They come from:',
    ...knownSuites.map(({ name, source }) => `  ${name}: ${source}`),
    'one test a line in *.ndjson.gz. Name their folder with --from, or in GASLAMP_CONFORMANCE the folder above it.',
  ].join('\n');

/** What the command line says. */
type Options = {
  readonly from?: string | undefined;
  readonly filter?: string | undefined;
  readonly long?: boolean | undefined;
};

/** How each VM is tested; what is given back is told last. */
const suitesOf: Readonly<Record<string, (options: Options) => Promise<Counts>>> = {
  evm: async ({ from, filter }) => {
    const { own, suites } = await evmConformance({ folder: from ?? sharedSuites('evm'), filter });
    if (own.failed > 0) process.exitCode = 1;
    return suites;
  },
  riscv: async ({ from, filter, long }) => {
    const { riscvConformance } = await import('../test/riscv/conformance.ts');
    return riscvConformance({ folder: from, filter, long });
  },
  bpf: async ({ from, filter }) => bpfConformance({ folder: from ?? sharedSuites('sbpf'), filter }),
};

/** `npm run -s conformance -- VM [--from DIR] [--filter TEXT] [--long]` */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, filter: { type: 'string' }, long: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [vm = ''] = positionals;
  const test = suitesOf[vm];
  if (!test || positionals.length > 1) throw new SuitesError(usage);
  const counts = await test(values);
  if (counts.failed > 0) process.exitCode = 1;
  console.log(`${vm}: ${summary(counts)}`);
}

const usage = `Say which VM is to be tested: npm run -s conformance -- ${Object.keys(suitesOf).join('|')} [--from DIR] [--filter TEXT] [--long]`;

if (import.meta.main) {
  await main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}
