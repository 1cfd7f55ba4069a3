import { parseArgs } from 'node:util';
import { runSuites } from '../test/conformance/run-suites.ts';
import { sharedSuites, suitesIn } from '../test/conformance/suites.ts';
import { type Counts, none, sum, summary } from './run-tests.ts';

/** Runs the state tests of a folder and tells how they went, fork by fork. */
export async function evmConformance(folder: string | undefined, filter?: string): Promise<Counts> {
  if (folder === undefined) {
    console.log(whereFrom);
    return { ...none, skipped: 1 };
  }
  const results = await runSuites({ suites: suitesIn(folder), filter });
  for (const [fork, { passed, failed, failures }] of results) {
    console.log(`${fork}: ${passed} passed, ${failed} failed`);
    for (const failure of failures) console.log(`  FAILED ${failure}`);
  }
  return sum(...[...results.values()].map(({ passed, failed }) => ({ passed, failed, skipped: 0 })));
}

export const whereFrom =
  'The state tests of Ethereum are not here: they come from github.com/ethereum/tests, /legacytests and ' +
  '/execution-spec-tests, one test a line in *.ndjson.gz. Name their folder with --from, or in GASLAMP_CONFORMANCE the one above it.';

/** `npm run -s conformance -- evm [--from DIR] [--filter TEXT]` */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, filter: { type: 'string' } },
    allowPositionals: true,
  });
  const [vm] = positionals;
  if (vm !== 'evm' || positionals.length > 1) {
    console.error('Say which VM is to be tested: npm run -s conformance -- evm [--from DIR] [--filter TEXT]');
    process.exitCode = 2;
    return;
  }
  const counts = await evmConformance(values.from ?? sharedSuites(), values.filter);
  if (counts.failed > 0) process.exitCode = 1;
  console.log(`${vm}: ${summary(counts)}`);
}

if (import.meta.main) await main();
