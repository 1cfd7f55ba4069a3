import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ListingResult, PartsResult } from '../../server/protocol.ts';
import { toy } from '../toy/index.ts';
import { type Client, connect } from './client.ts';

let client: Client;
before(async () => {
  client = await connect([toy]);
});
after(() => client.close());

const file = (name: string, content: string) => ({ uri: `file:///${name}`, name, base64: btoa(content) });
const binary = file('a.bin', '\0toy\x01\x05\0\0\0\x00');

test('parts tells who takes a file, and what is in it', async () => {
  const { parts, ...rest } = await client.request<PartsResult>('gaslamp/parts', { file: binary });
  assert.deepEqual(rest, { engine: { id: 'toy', name: 'Toy VM' }, languageId: 'toy-asm', extension: '.toy' });
  const claim = toy.claim({ ...binary, bytes: Uint8Array.from(atob(binary.base64), (c) => c.charCodeAt(0)) });
  assert.ok(claim.claimed);
  assert.deepEqual(parts, claim.parts);
});

test('a listing is assembly text that stands for the same bytes', async () => {
  const { text, languageId } = await client.request<ListingResult>('gaslamp/listing', { file: binary, part: 'main' });
  assert.deepEqual({ text, languageId }, { text: 'push 5\nhalt\n', languageId: 'toy-asm' });
  const again = await client.request<ListingResult>('gaslamp/listing', { file: file('b.toy', text) });
  assert.equal(again.text, text);
});

test('the language of the editor counts as well as the name', async () => {
  const untitled = { ...file('Untitled-1', 'halt'), languageId: 'toy-asm' };
  assert.equal((await client.request<ListingResult>('gaslamp/listing', { file: untitled })).text, 'halt\n');
});

test('what cannot be used is refused with the reason', async () => {
  const refused = (params: object, reason: RegExp) =>
    Promise.all(['parts', 'listing'].map((each) => assert.rejects(client.request(`gaslamp/${each}`, params), reason)));
  await refused({ file: file('a.pdf', '%PDF') }, /^.*a\.pdf is no program for any virtual machine/);
  await refused({ file: file('a.toy', '') }, /a\.toy/);
  await refused({ file: binary, vm: 'z80' }, /There is no virtual machine "z80"; "vm" takes one of toy/);
  await refused({ file: { ...binary, base64: '*' } }, /file\.base64 should be base64/);
  await refused({}, /file\.(uri|name) should be a string, but is missing/);
  const listing = client.request('gaslamp/listing', { file: binary, part: 'other' });
  await assert.rejects(listing, /a\.bin has no part "other"; it has main\./);
  await assert.rejects(client.request('gaslamp/listing', { file: file('a.toy', 'psuh 1') }), /line 1/i);
});
