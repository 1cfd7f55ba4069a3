import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { engines } from '../engines/list.ts';
import { setTranslations, t } from '../engines/translate.ts';
import { bundle, shownSources, templatesIn } from '../tools/l10n.ts';
import { root } from '../tools/paths.ts';

afterEach(() => setTranslations({}));

test('a translation takes the place of its template, values and all', () => {
  setTranslations({ 'Step {0} of {1}': 'Schritt {0} von {1}', 'no text': 7 });
  assert.equal(t('Step {0} of {1}', 3, 12n), 'Schritt 3 von 12');
  assert.equal(t('no text'), 'no text');
  assert.equal(t('toString'), 'toString');
});

test('what is no list of translations leaves the texts English', () => {
  for (const wrong of [undefined, null, 7, 'x', []]) {
    setTranslations(wrong);
    assert.equal(t('Step {0}', 3), 'Step 3');
  }
});

test('messages are found where they are told', () => {
  const source = String.raw`f(t('It\'s "{0}".', x), l10n.t("it's"), t(
    'long',
  ), start('no'), x.t('no'))`;
  assert.deepEqual(templatesIn('a.ts', source), [`It's "{0}".`, "it's", 'long']);
  assert.throws(() => templatesIn('a.ts', '\nl10n.t(text)'), /^Error: a\.ts:2 tells/);
  assert.throws(() => templatesIn('a.ts', "t('a' + 'b')"), /a\.ts:1/);
});

const comment = /\/\*[\s\S]*?\*\/|\/\/.*/;
const pattern = /(?<=[=(,:?&|!]\s*|return )\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//;
const single = /'((?:[^'\\\n]|\\.)*)'/;
const double = /"((?:[^"\\\n]|\\.)*)"/;
const template = /`((?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\})*)`/;
const token = new RegExp([comment, pattern, single, double, template].map(({ source }) => source).join('|'), 'g');

/** Texts of two words or more in a source. */
const literalsIn = (source: string): readonly string[] =>
  [...source.matchAll(token)]
    .map(([, ...texts]) => texts.find((text) => text !== undefined)?.replace(/\$\{[^}]*\}/g, '') ?? '')
    .filter((text) => /[A-Za-z]{2,},? [A-Za-z]{2,}/.test(text));

/** Literals that nobody is shown: names of states, markup, and what is written for machines. */
const internal = [
  /^shut down$/,
  /^(function|instruction|data) breakpoint$/,
  /^<|^\s*<\w/,
  /^default-src /,
  /^A history has/,
  /^(cell|header) dep$/,
  /new Uint8Array/,
];

/** What is the same in every language: names, how things are written in code, and what README alone tells. */
const names = engines.flatMap(({ versions, versionSetting, languages, instructions, fidelity }) => [
  versionSetting.description,
  ...fidelity.real,
  ...fidelity.mock,
  ...versions.map(({ name }) => name),
  ...languages.flatMap(({ name, directives }) => [name, ...directives.map(({ form }) => form)]),
  ...instructions.map(({ source }) => source),
]);

/** Here the rows of the tables are made, whose texts the engine then gives. */
const isTable = (path: string) =>
  /[\\/](instructions|extra-costs|(?:precompiles|syscalls)[\\/]table|fusion)\.ts$|[\\/](isa|directives)[\\/]/.test(
    path,
  );

/** Here a chain speaks in its own words, which its logs have and people look for. */
const isQuoted = (path: string) => /[\\/]bpf[\\/](elf|solana)[\\/]/.test(path);

test('what is shown stands in messages and in tables that are translated', async () => {
  const nls: Record<string, string> = JSON.parse(await readFile(join(root, 'package.nls.json'), 'utf8'));
  const translated = new Set([...Object.keys(await bundle(engines)), ...Object.values(nls), ...names]);
  const found = (await shownSources())
    .filter(([path]) => !path.endsWith('messages.ts') && !isTable(path) && !isQuoted(path))
    .flatMap(([path, source]) => literalsIn(source).map((text) => ({ path, text })))
    .filter(({ text }) => !translated.has(text) && !internal.some((pattern) => pattern.test(text)))
    .map(({ path, text }) => `${path}: ${text}`);
  assert.deepEqual(found, []);
});
