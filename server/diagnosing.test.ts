import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toy } from '../test/toy/index.ts';
import { diagnose } from './diagnosing.ts';
import { Documents } from './documents.ts';
import { Param } from './params.ts';
import { problemsOf } from './problems.ts';

const uri = 'file:///a.toy';
const textDocument = { uri, languageId: 'toy-asm', version: 1, text: 'nonsense\n' };

const opened = () => {
  const documents = new Documents([toy], () => toy.versions.at(-1)?.id ?? '');
  documents.open(new Param({ textDocument }, ''));
  return documents;
};

/** What another request may do between two pieces. */
const between = (act: () => void) => setTimeout(act);

test('what is wrong is found in pieces, and is what is found at once', async () => {
  const snapshot = await diagnose(opened(), uri, () => true, 0);
  assert.ok(snapshot);
  assert.deepEqual(
    problemsOf(snapshot).map(({ code }) => code),
    problemsOf(opened().snapshot(uri)!).map(({ code }) => code),
  );
  assert.equal(problemsOf(snapshot).length, 1);
});

test('a text that changes meanwhile is looked at anew', async () => {
  const documents = opened();
  const contentChanges = [{ text: 'push 1\n' }];
  between(() => documents.change(new Param({ textDocument: { uri, version: 2 }, contentChanges }, '')));
  const snapshot = await diagnose(documents, uri, () => true, 0);
  assert.equal(snapshot?.text.version, 2);
  assert.deepEqual(problemsOf(snapshot), []);
});

test('what nobody wants any more, and what was closed, ends', async () => {
  let wanted = true;
  between(() => {
    wanted = false;
  });
  assert.equal(await diagnose(opened(), uri, () => wanted, 0), undefined);
  const documents = opened();
  between(() => documents.close(new Param({ textDocument }, '')));
  assert.equal(await diagnose(documents, uri, () => true, 0), undefined);
});
