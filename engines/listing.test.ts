import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ListingSource, listingScheme, listingUri, parseListingUri } from './listing.ts';

const hard = ['a b', 'Zähler 🪔', '100%', 'a#b', 'a?b', 'a+b', 'a&part=x', 'a%20b', 'a=b', 'a"b\\c', ''];

test('a listing URI says again what it was made of', () => {
  for (const name of hard) {
    for (const part of [undefined, 'Token/runtime', ...hard]) {
      const source: ListingSource = { kind: 'file', uri: `file:///home/${name}/x.json`, part };
      const uri = listingUri(source, name, '.toy');
      assert.deepEqual(parseListingUri(uri), source);
      assert.equal(new URL(uri).protocol, `${listingScheme}:`);
      assert.equal(new URL(uri).hash, '', 'nothing spills into the fragment');
      assert.ok(new URL(uri).pathname.endsWith('.toy'), 'the ending names the language');
    }
    const code: ListingSource = { kind: 'code', code: '0x12ab' };
    assert.deepEqual(parseListingUri(listingUri(code, name, '.toy')), code);
  }
});

test('an untitled and a notebook URI are kept to the letter', () => {
  for (const uri of ['untitled:Untitled-1', 'vscode-notebook-cell:/a%20b.md#W1sZmlsZQ%3D%3D', 'file:///c%3A/x.json']) {
    const source: ListingSource = { kind: 'file', uri, part: undefined };
    assert.deepEqual(parseListingUri(listingUri(source, 'x', '.toy')), source);
  }
});

test('any other URI is no listing', () => {
  const others = [
    '',
    'file:///a.toy?code=1',
    'gaslamp-listing:/a.toy',
    'gaslamp-listing:/a.toy?x=1',
    'gaslamp-listing:/a?%',
  ];
  for (const uri of others) assert.equal(parseListingUri(uri), undefined, uri);
});

test('a fragment that an editor adds is left aside', () => {
  const source: ListingSource = { kind: 'code', code: '0x12ab' };
  assert.deepEqual(parseListingUri(`${listingUri(source, 'x', '.toy')}#L5`), source);
});
