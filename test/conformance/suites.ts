import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { root } from '../../tools/paths.ts';

/** Where the shared suites of a VM are if nobody says otherwise; undefined where there is nothing. */
export const sharedSuites = (vm: 'evm' | 'sbpf'): string | undefined => {
  const folder = join(process.env.GASLAMP_CONFORMANCE ?? join(root, '../shared/conformance'), vm);
  return existsSync(folder) ? folder : undefined;
};

/** What the shared suites are called without `.ndjson.gz`, and where they come from. */
export const knownSuites = [
  { name: 'eest-v5.4.0-osaka', source: 'github.com/ethereum/execution-spec-tests, release v5.4.0' },
  { name: 'eest-v5.4.0-prague', source: 'the same' },
  { name: 'ethereum-tests-v14.1+-cancun', source: 'github.com/ethereum/tests, GeneralStateTests' },
  { name: 'legacytests-istanbul-to-shanghai', source: 'github.com/ethereum/legacytests' },
  { name: 'legacytests-frontier-to-constantinople', source: 'the same' },
];

/** The suite of the project's own making; `npm run generate` writes it. */
export const ownSuite = fileURLToPath(new URL('own/own.ndjson', import.meta.url));

/** What keeps suites from being run, as a sentence. */
export class SuitesError extends Error {}

/** The suites in a folder: gzipped or plain files with one test a line. @throws SuitesError where there are none. */
export const suitesIn = (folder: string): readonly string[] => {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const suites = files.filter((file) => /\.ndjson(\.gz)?$/.test(file)).sort();
  if (suites.length === 0)
    throw new SuitesError(`There are no *.ndjson.gz in ${folder}; name the folder that holds them.`);
  return suites.map((file) => join(folder, file));
};

/** The lines of a suite, each a test; of one that cannot be read to its end, last the error. */
export async function* linesOf(path: string): AsyncGenerator<string | Error> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line !== '') yield line;
    if (input.errored) yield input.errored;
  } catch (error) {
    yield error as Error;
  }
}
