import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../../engines/engine.ts';
import { evm } from '../../engines/evm/index.ts';
import type { Snapshot } from '../../server/documents.ts';
import { formatting } from '../../server/requests/formatting.ts';
import { damaged } from '../harness/language.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { toy } from '../toy/index.ts';

const options = { tabSize: 4, insertSpaces: true };

const snapshotOf = (engine: Engine, content: string, uri = 'untitled:a'): Snapshot => {
  const [language] = engine.languages;
  const text = TextDocument.create(uri, language.id, 1, content);
  const version = engine.defaultVersion;
  return { id: '1', uri, text, engine, language, version, document: language.parse(content, { version }) };
};

const format = (engine: Engine, content: string, given = options): string => {
  const snapshot = snapshotOf(engine, content);
  return TextDocument.applyEdits(snapshot.text, formatting(snapshot, given));
};

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const samples = readdirSync(new URL('../../samples/evm/', import.meta.url)).filter((name) => name.endsWith('.easm'));
const sources = samples.map((name) => read(`../../samples/evm/${name}`));
const code = {
  uri: 'file:///a.evm',
  name: 'a.evm',
  bytes: new TextEncoder().encode('6080604052600a80fe5b00fe0c6001600055'),
};
const listing = evm.listing(evm.code(code, undefined, 'osaka'), 'osaka');
const evmTexts = [
  ...sources,
  listing,
  '#define %a(x) {\n push\t$x\n\tb:\njump   @b }\n%a(1 +\n2)\n  ; c\n #bytes "a  b",  1 ; d',
];
const toyTexts = [read('../toy/tour.toy'), 'const A = 1\nrepeat 2\npush  A ; x\nloop:  drop\nend\n jump\tloop;y'];

test('columns', () => {
  const text = `#define  SLOT = 1 ; where
   #define %twice(x) {
push $x   ; once
again: push $x
jump @again
; at the margin
      ; as below
   add
 }

start:
push SLOT ;  set
PUSH32 0x0000000000000000000000000000000000000000000000000000000000000001 ; wide
%twice(
1)
   #bytes 0x00,   "a  b"
     0x0012:   STOP
`;
  assert.equal(
    format(evm, text),
    `#define SLOT = 1    ; where
#define %twice(x) {
    push $x         ; once
again: push $x
    jump @again
; at the margin
    ; as below
    add
}

start:
    push SLOT       ;  set
    PUSH32 0x0000000000000000000000000000000000000000000000000000000000000001  ; wide
    %twice(
        1)
    #bytes 0x00, "a  b"
0x0012: STOP
`,
  );
  assert.equal(
    format(toy, 'a:\nrepeat 2\npush 1;x\nend', { tabSize: 4, insertSpaces: false }),
    'a:\nrepeat 2\n\tpush 1  ;x\nend',
  );
});

/** Formatting changes no byte, no token and no comment, and what is formatted stays as it is. */
const checkFormatting = (engine: Engine, text: string) => {
  const [language] = engine.languages;
  const parse = (content: string) => language.parse(content, { version: engine.defaultVersion });
  const words = (content: string) =>
    parse(content)
      .tokens()
      .map(({ kind, range }) => `${kind} ${content.slice(range.start, range.end)}`);
  const formatted = format(engine, text);
  assert.deepEqual(parse(formatted).bytes, parse(text).bytes);
  assert.deepEqual(words(formatted), words(text));
  assert.equal(formatted.replaceAll(/[ \t]/g, ''), text.replaceAll(/[ \t]/g, ''));
  assert.equal(format(engine, formatted), formatted);
};

test('formatting never changes code or comments', (t: TestContext) => {
  const random = randomFrom(newSeed());
  t.diagnostic(`GASLAMP_SEED=${random.seed}`);
  for (const [engine, texts] of [
    [evm, evmTexts],
    [toy, toyTexts],
  ] as const) {
    for (const text of texts) checkFormatting(engine, text);
    for (let i = 0; i < 200; i += 1) {
      const text = damaged(random.pick(texts), texts, random);
      try {
        checkFormatting(engine, text);
      } catch (error) {
        throw new Error(`in ${JSON.stringify(text)}`, { cause: error });
      }
    }
  }
});

test('a range is formatted alone, and as it would be with the rest', () => {
  const text = ' a:\npush 1 ; x\nadd ; y\n';
  const snapshot = snapshotOf(evm, text);
  const range = { start: text.indexOf('add'), end: text.indexOf('add') + 1 };
  assert.equal(
    TextDocument.applyEdits(snapshot.text, formatting(snapshot, options, range)),
    ' a:\npush 1 ; x\n    add     ; y\n',
  );
});

test('listings and languages without lines are left alone', () => {
  assert.deepEqual(formatting(snapshotOf(evm, listing, 'gaslamp-listing:/a.easm?file=x'), options), []);
  const snapshot = snapshotOf(evm, '  60 01');
  assert.deepEqual(formatting({ ...snapshot, language: evm.languages[1] ?? snapshot.language }, options), []);
});
