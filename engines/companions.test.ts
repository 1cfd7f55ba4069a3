import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareable } from './companions.ts';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const share = (value: unknown) => new TextDecoder().decode(shareable(bytes(value), [2, 4]));

test('of a file with a secret only what is no secret is shared', () => {
  assert.equal(share([1, 2, 3, 4, 5]), '[0,0,3,4,0]');
  assert.equal(share(share([1, 2, 3, 4, 5])), '[0,0,3,4,0]');
  for (const other of ['', 'secret', '[1, 2, 3', { secret: 7 }]) assert.equal(share(other), '[]');
  assert.deepEqual(shareable(bytes('all'), undefined), bytes('all'));
});
