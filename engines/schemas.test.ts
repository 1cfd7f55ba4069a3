import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchSchemas } from './schemas.ts';

test('a property that two engines have takes what either takes, and says what each means', () => {
  const schemas = launchSchemas([
    {
      name: 'One',
      launch: {
        args: { type: ['array', 'object'], description: 'Of a function.' },
        gas: { type: 'integer', minimum: 0 },
      },
    },
    { name: 'Two', launch: { args: { type: 'array', items: { type: 'string' }, description: 'Of a program.' } } },
  ]);
  assert.deepEqual(schemas, {
    args: { type: ['array', 'object'], description: 'One: Of a function. Two: Of a program.' },
    gas: { type: 'integer', minimum: 0 },
  });
});
