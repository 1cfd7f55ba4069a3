import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines } from '../engines/list.ts';
import { makeToy } from '../test/toy/index.ts';
import { stale } from './generate.ts';
import { contributions } from './manifest.ts';
import { root } from './paths.ts';

const toy = makeToy();
const { contributes, activationEvents, texts, syntaxes } = contributions([...engines, toy]);

/** The member of a JSON value at a path, whatever its type. */
const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);

test('what the repository keeps is what the engines say now', async () => {
  assert.deepEqual(
    (await stale()).map(({ path }) => path),
    [],
    'run `npm run generate`',
  );
});

test('another engine is there with its language, its grammar, its breakpoints and its setting', () => {
  const [language] = toy.languages;
  const entry = (contributes.languages as { id: string; configuration: string }[]).find(({ id }) => id === language.id);
  assert.deepEqual(entry, {
    id: 'toy-asm',
    aliases: ['Toy Assembly'],
    extensions: ['.toy'],
    configuration: './syntaxes/toy-asm.language-configuration.json',
  });
  assert.equal(at(syntaxes, 'syntaxes/toy-asm.language-configuration.json', 'comments', 'lineComment'), ';');
  assert.equal(at(syntaxes, 'syntaxes/toy-asm.tmLanguage.json', 'scopeName'), 'source.toy-asm');
  assert.ok((contributes.breakpoints as { language: string }[]).some((each) => each.language === 'toy-asm'));
  assert.ok((at(contributes, 'debuggers', 0, 'languages') as string[]).includes('toy-asm'));
  const setting = at(contributes, 'configuration', 'properties', toy.versionSetting.key);
  assert.deepEqual(
    at(setting, 'enum'),
    toy.versions.map(({ id }) => id),
  );
  assert.equal(at(setting, 'default'), toy.defaultVersion);
  assert.match(String(at(contributes, 'menus', 'editor/title/run', 0, 'when')), /\btoy-asm\b/);
});

test('the launch schema is the common one and what each engine adds', () => {
  const properties = at(contributes, 'debuggers', 0, 'configurationAttributes', 'launch', 'properties');
  for (const name of ['program', 'part', 'version', 'stopOnEntry', 'limits']) assert.ok(at(properties, name), name);
  for (const engine of [...engines, toy]) {
    for (const name of Object.keys(engine.launch)) assert.ok(at(properties, name), name);
    assert.ok((at(properties, 'vm', 'enum') as string[]).includes(engine.id));
  }
});

test('every sentence in the manifest is a key of package.nls.json, and every key is used', () => {
  const used = new Set(JSON.stringify(contributes).match(/%[^%"]+%/g));
  assert.deepEqual(
    [...used].sort(),
    Object.keys(texts)
      .map((key) => `%${key}%`)
      .sort(),
  );
  for (const sentence of JSON.stringify(contributes).matchAll(/"(?:\w*[dD]escription|title)":"([^"]*)"/g)) {
    assert.ok(sentence[1] === 'Gaslamp' || /^%.*%$/.test(sentence[1] ?? ''), sentence[0]);
  }
});

test('untrusted and virtual workspaces are supported', async () => {
  const { capabilities } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  assert.deepEqual(capabilities, { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } });
});

test('the extension is loaded when it is needed, and never at the start', () => {
  for (const event of activationEvents) assert.doesNotMatch(event, /^\*|^onStartupFinished/);
});
