import assert from 'node:assert/strict';
import { test } from 'node:test';
import { golden } from '../golden.ts';
import { Court } from './fuzz/court.ts';
import { skipped } from './oracle.ts';
import { keptCases, liveResults, ownResults, refusals } from './own/own.ts';

test('what is kept of refused files is what Agave says', { skip: skipped }, async (context) => {
  const court = new Court({ isTraced: false });
  context.after(() => court.close());
  const lines: string[] = [];
  for (const { name, bytes } of keptCases()) {
    const verdict = await court.judge({ elf: Buffer.from(bytes).toString('base64') });
    assert.ok(verdict, name);
    if (verdict.ending !== 'accepted') lines.push(`${name}\t${verdict.ending}`);
  }
  golden(context, refusals, lines.join('\n'));
});

test('files are refused as Agave refuses them, and the assembler gives back what it took', () => {
  const results = ownResults();
  assert.ok(results.length > 2000);
  assert.deepEqual(results.filter(({ problem }) => problem).slice(0, 5), []);
});

test('every opcode, and damaged programs of mainnet, are refused as by Agave', { skip: skipped }, async () => {
  const results = (await liveResults()) ?? [];
  assert.ok(results.length > 1000);
  assert.deepEqual(results.filter(({ problem }) => problem).slice(0, 5), []);
});
