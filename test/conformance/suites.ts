import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { root } from '../../tools/paths.ts';
import type { StateTest } from './state-test.ts';

/** Where the shared suites are if nobody says otherwise; undefined where there is nothing. */
export const sharedSuites = (): string | undefined => {
  const folder = join(process.env.GASLAMP_CONFORMANCE ?? join(root, '../shared/conformance'), 'evm');
  return existsSync(folder) ? folder : undefined;
};

/** The suites in a folder: gzipped or plain files with one test a line. */
export const suitesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => /\.ndjson(\.gz)?$/.test(file))
    .sort()
    .map((file) => join(folder, file));

/** The tests of a suite whose number satisfies `wanted`; the others are not even parsed. */
export async function* testsOf(path: string, wanted: (number: number) => boolean): AsyncGenerator<StateTest> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '' && wanted(number)) yield JSON.parse(line);
    number += 1;
  }
}
