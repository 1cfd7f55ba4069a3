import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { runSuites } from './run-suites.ts';
import { ownSuite, SuitesError, suitesIn } from './suites.ts';

const [first = '', second = ''] = readFileSync(ownSuite, 'utf8').split('\n');

describe('a suite that is broken', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gaslamp-suites-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** How many cases passed, and what was said of the others. */
  const run = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const results = [...(await runSuites({ suites: [path] })).values()];
    return {
      passed: results.reduce((sum, { passed }) => sum + passed, 0),
      failures: results.flatMap(({ failures }) => failures),
    };
  };

  test('is run as far as it can be read, and the rest fails with a sentence', async () => {
    const whole = gzipSync(`${first}\n${second}\n`.repeat(50));
    const cut = await run('cut.ndjson.gz', whole.subarray(0, whole.length - 100));
    assert.ok(cut.passed > 0);
    assert.match(cut.failures.at(-1) ?? '', /cut\.ndjson\.gz: this is no state test: /);
    const none = await run('none.ndjson.gz', Buffer.from('no gzip'));
    assert.equal(none.passed, 0);
    assert.match(none.failures.join(), /this is no state test: /);
  });

  test('with lines that are none keeps those that are', async () => {
    const lines = [
      first,
      first.slice(0, 100),
      '[]',
      '{}',
      'null',
      first.replace(/"Osaka"|"Prague"|"Cancun"/g, '"Atlantis"'),
    ];
    const { passed, failures } = await run('lines.ndjson', lines.join('\n'));
    assert.ok(passed > 0);
    assert.ok(failures.length >= 4, failures.join('\n'));
    for (const failure of failures) assert.match(failure, /this is no state test|There is no fork called Atlantis/);
  });

  test('whose expectation is wrong fails with what was found', async () => {
    const test = JSON.parse(first);
    for (const all of Object.values<{ hash: string }[]>(test.post))
      for (const each of all) each.hash = `0x${'12'.repeat(32)}`;
    const { passed, failures } = await run('wrong.ndjson', JSON.stringify(test));
    assert.equal(passed, 0);
    for (const failure of failures) assert.match(failure, /The state root is 0x[0-9a-f]{64}, expected 0x1212/);
  });

  test('that is not there is told', () => {
    assert.throws(() => suitesIn(join(folder, 'nowhere')), SuitesError);
  });
});
