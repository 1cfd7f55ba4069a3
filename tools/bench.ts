import { evm, travelling, watching } from './bench/evm.ts';
import { extension } from './bench/extension.ts';
import { firstStop } from './bench/first-stop.ts';
import { languageServer } from './bench/language-server.ts';
import * as riscv from './bench/riscv.ts';
import { type Suite, table } from './bench/rows.ts';
import * as solana from './bench/solana.ts';
import { listed } from './bench/solana-listing.ts';

/** Everything that is measured, each against something of others or of ours, in the order in which it is told. */
const suites: readonly Suite[] = [
  evm,
  watching,
  travelling,
  riscv.interpreting,
  riscv.travelling,
  solana.interpreting,
  solana.besideOthers,
  solana.travelling,
  listed,
  firstStop,
  languageServer,
  extension,
];

/**
 * `npm run bench` prints a table; `npm run -s bench -- --json` nothing but its rows. `--tiny` only shows that it works.
 */
async function main(args: readonly string[]): Promise<void> {
  const rows = [];
  for (const suite of suites) rows.push(...(await suite(args.includes('--tiny') ? 'tiny' : 'full')));
  console.log(args.includes('--json') ? JSON.stringify(rows, null, 2) : table(rows));
}

await main(process.argv.slice(2));
