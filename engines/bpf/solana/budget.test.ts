import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetOf } from './budget.ts';
import { u32, u64 } from './encoding.ts';
import { type Key, keyOf, wellKnown } from './keys.ts';

const instruction = (program: Key, ...data: (number | Uint8Array)[]) => ({
  program,
  accounts: [],
  data: Uint8Array.from(data.flatMap((each) => (typeof each === 'number' ? [each] : [...each]))),
});
const request = (...data: (number | Uint8Array)[]) => instruction(wellKnown.computeBudget, ...data);
const program = instruction(keyOf(new Uint8Array(32).fill(1)));

test('without requests, programs get much and programs of the chain little', () => {
  const budget = budgetOf([program, program, instruction(wellKnown.systemProgram)]);
  assert.deepEqual(budget, { computeUnits: 403_000, price: 0n, heapSize: 32_768, loadedData: 67_108_864 });
  assert.equal(budgetOf(Array.from({ length: 8 }, () => program)).computeUnits, 1_400_000);
});

test('what a transaction asks for', () => {
  const asked = [request(1, u32(65_536)), request(2, u32(7)), request(3, u64(9n)), request(4, u32(100))];
  assert.deepEqual(budgetOf([program, ...asked]), { computeUnits: 7, price: 9n, heapSize: 65_536, loadedData: 100 });
  assert.equal(budgetOf([request(2, u32(2_000_000))]).computeUnits, 1_400_000);
});

test('requests that make no sense', () => {
  const malformed = { message: 'Error processing Instruction 1: invalid instruction data' };
  for (const each of [request(), request(0), request(5, u32(1)), request(2, 1, 2), request(1, u32(33_000))])
    assert.throws(() => budgetOf([program, each]), malformed);
  assert.throws(() => budgetOf([request(2, u32(1)), request(2, u32(1))]), {
    message: 'Transaction contains a duplicate instruction (1) that is not allowed',
  });
  assert.throws(() => budgetOf([request(4, u32(0))]), { kind: 'InvalidLoadedAccountsDataSizeLimit' });
});
