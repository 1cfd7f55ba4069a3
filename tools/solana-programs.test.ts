import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipped } from '../test/bpf/oracle.ts';
import { knownProgram, solanaPrograms } from './solana-programs.ts';

test('the programs of samples are those that the notices name', { skip: skipped }, () => {
  for (const program of Object.values(solanaPrograms)) assert.ok(knownProgram(program).length > 0);
});

test('another program in the place of one of them is refused', () => {
  for (const program of Object.values(solanaPrograms))
    assert.throws(
      () => knownProgram(program, () => Uint8Array.of(0x7f)),
      /litesvm has another program than the .*SHA-256/,
    );
});
