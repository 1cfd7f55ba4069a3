import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { golden } from '../golden.ts';
import { keptCases } from './kept/cases.ts';
import { type KeptOutcome, oracleOutcome, ourOutcome } from './kept/outcome.ts';
import { skipped } from './oracle.ts';
import { startTracing } from './oracle-run.ts';

/** A line for each transaction: its name, and what Agave made of it. */
const file = new URL('kept/agave.ndjson', import.meta.url);
const cases = await keptCases();

test('what is kept of transactions is what Agave makes of them', { skip: skipped }, (context) => {
  context.after(startTracing());
  const lines = cases.map((each) => JSON.stringify({ name: each.name, ...oracleOutcome(each) }));
  golden(context, file, lines.join('\n'));
});

test('transactions go as is kept of Agave, to the register, the log, the compute unit and the account', (context) => {
  const lines = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const kept = lines.map((line): KeptOutcome & { readonly name: string } => JSON.parse(line));
  for (const [index, each] of cases.entries())
    assert.deepEqual({ name: each.name, ...ourOutcome(each) }, kept[index], each.name);
  assert.equal(kept.length, cases.length);
  const instructions = kept.flatMap(({ traces }) => traces).reduce((sum, trace) => sum + Number.parseInt(trace, 10), 0);
  context.diagnostic(`${kept.length} transactions, ${instructions} instructions`);
});
