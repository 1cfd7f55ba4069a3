import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { engines } from '../engines/list.ts';

/** Sources by path from the root of the repository, with `/`. */
type Sources = Readonly<Record<string, string>>;
/** Says what breaks a rule, a line each: none for a house in order. */
type Rule = (sources: Sources) => readonly string[];

const root = new URL('../', import.meta.url);
const folders = ['engines', 'server', 'debug-adapter', 'extension', 'network', 'cli', 'test', 'tools'];

const sources: Sources = Object.fromEntries(
  folders
    .flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
    )
    .map((path) => path.replaceAll('\\', '/'))
    // This file shows by example how the rules are broken.
    .filter((path) => path.endsWith('.ts') && path !== 'test/invariants.test.ts')
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')]),
);

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g;

/** What a file imports, types too: a package by its name, a file of ours by its path from the root. */
const importsOf = (path: string, text: string): readonly string[] =>
  [...text.matchAll(importPattern)].map(([, , name = '']) =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name) : name,
  );

const isTest = (path: string) => path.endsWith('.test.ts') || /\/(test|fixtures)\//.test(path);
const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`) && !isTest(path);
const isPackage = (name: string, ...packages: string[]) =>
  packages.some((each) => name === each || name.startsWith(`${each}/`));

/** Imports of the files that `of` takes which `allowed` does not. */
const importsBeyond =
  (of: (path: string) => boolean, allowed: (imported: string, path: string) => boolean): Rule =>
  (all) =>
    Object.entries(all)
      .filter(([path]) => of(path))
      .flatMap(([path, text]) =>
        importsOf(path, text)
          .filter((imported) => !allowed(imported, path))
          .map((imported) => `${path} imports ${imported}`),
      );

const wordsIn = (text: string) => (text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());

/** Files taken by `of` that use one of these words, alone or as a part of a longer name. */
const wordsBeyond =
  (of: (path: string) => boolean, words: ReadonlySet<string>): Rule =>
  (all) =>
    Object.entries(all)
      .filter(([path]) => of(path))
      .flatMap(([path, text]) =>
        text.split('\n').flatMap((line, index) =>
          wordsIn(line)
            .filter((word) => words.has(word))
            .map((word) => `${path}:${index + 1} says "${word}"`),
        ),
      );

const withoutComments = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/'(?:[^'\\\n]|\\.)*'|(?<!:)\/\/.*/g, (found) => (found.startsWith("'") ? "''" : ''));

const hostGlobals =
  /(?<![.\w$])(Buffer|process(?=\.(?:env|argv|exit|cwd|nextTick|hrtime|platform|stdin|stdout|stderr)\b)|require|__dirname|console|setTimeout|setInterval|setImmediate|queueMicrotask|Date|performance|crypto|fetch|globalThis|navigator|window|Math\.random)\b(?!\s*[:=(]?\s*=>|\??:)/g;

const usesOfTheHost: Rule = (all) =>
  Object.entries(all)
    .filter(([path]) => isIn('engines')(path))
    .flatMap(([path, text]) =>
      [...withoutComments(text).matchAll(hostGlobals)].map(([name]) => `${path} uses ${name}`),
    );

/** Rooms in `engines/` that are no engine, and that any engine may use; they use no other room. */
const sharedRooms: ReadonlySet<string> = new Set(['assembly', 'elf']);

/** Ways to reach others: globals, and modules of Node. That a debugger can be spoken with on this computer is something else. */
const networkUses = /(?<![.\w$'])(?:fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon)\s*\(/g;
const networkModules = ['node:http', 'node:https', 'node:http2', 'node:tls', 'node:dgram', 'http', 'https', 'undici'];

const usesOfTheNetwork: Rule = (all) =>
  Object.entries(all)
    .filter(([path]) => ['engines', 'server', 'debug-adapter', 'extension', 'cli'].some((folder) => isIn(folder)(path)))
    .flatMap(([path, text]) => [
      ...[...withoutComments(text).matchAll(networkUses)].map(([use]) => `${path} uses ${use})`),
      ...importsOf(path, text).flatMap((name) => (networkModules.includes(name) ? [`${path} imports ${name}`] : [])),
    ]);

/** The folder in `engines/` that a path lies in; undefined for what all engines share. */
const engineFolder = (path: string) => /^engines\/([^/]+)\//.exec(path)?.[1];
/** The folders that hold one engine each: those that the list of engines names. */
const engineFolders = (all: Sources) =>
  new Set(importsOf('engines/list.ts', all['engines/list.ts'] ?? '').flatMap((path) => engineFolder(path) ?? []));

const engineImportsFolder: Rule = (all) => {
  const listed = engineFolders(all);
  const isEngine = (path: string) => isIn('engines')(path) && path !== 'engines/list.ts';
  return importsBeyond(isEngine, (imported, path) => {
    const from = engineFolder(path);
    const to = engineFolder(imported);
    const joinsSeveral = from !== undefined && !listed.has(from) && !sharedRooms.has(from);
    const isShared = from !== undefined && to !== undefined && sharedRooms.has(to);
    return to === undefined || to === from || joinsSeveral || isShared;
  })(all);
};

const protocolOf: Readonly<Record<string, readonly string[]>> = {
  server: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  'debug-adapter': ['@vscode/debugprotocol'],
};

const importsOfAMiddleRoom =
  (folder: 'server' | 'debug-adapter'): Rule =>
  (all) =>
    importsBeyond(
      isIn(folder),
      (imported, path) =>
        // Where a room meets the process it runs in.
        (['main.ts', 'streams.ts'].includes(posix.basename(path)) && imported.startsWith('node:')) ||
        imported.startsWith(`${folder}/`) ||
        imported.startsWith('engines/') ||
        isPackage(imported, ...(protocolOf[folder] ?? [])),
    )(all);

/** What would name a VM: the words of each engine's own names, its unit of cost, and the chains that are to come. */
const vmWords: ReadonlySet<string> = new Set([
  ...engines
    .flatMap(({ id, costUnit, languages }) => [id, costUnit, ...languages.flatMap((l) => [l.id, ...l.extensions])])
    .flatMap(wordsIn)
    .filter((word) => word.length > 1 && !['asm', 'hex', 'units'].includes(word)),
  ...['ethereum', 'solidity', 'riscv', 'risc', 'ckb', 'nervos', 'bpf', 'sbpf', 'solana', 'wasm', 'toy'],
]);

type Invariant = {
  readonly says: string;
  readonly rule: Rule;
  /** A house in which it does not hold. */
  readonly broken: Sources;
};

const invariants: readonly Invariant[] = [
  {
    says: 'engines import engines and @noble only',
    rule: importsBeyond(
      isIn('engines'),
      (imported) => imported.startsWith('engines/') || isPackage(imported, '@noble/hashes', '@noble/curves'),
    ),
    broken: {
      'engines/a.ts': "import type { Stats } from 'node:fs';",
      'engines/evm/b.ts': "import { x } from '../../server/x.ts';\nexport * from 'lodash';",
      'engines/c.ts': "const fs = await import('fs');",
    },
  },
  {
    says: 'engines use nothing of Node: no files, timers, clock, randomness',
    rule: usesOfTheHost,
    broken: {
      'engines/a.ts': 'const b = Buffer.from(text);',
      'engines/b.ts': 'const now = Date.now() + Math.random();',
      'engines/evm/c.ts': 'if (process.env.X) setTimeout(f, 1);',
    },
  },
  {
    says: 'the language server imports engines and its protocol only',
    rule: importsOfAMiddleRoom('server'),
    broken: {
      'server/a.ts': "import { x } from '../debug-adapter/x.ts';",
      'server/b.ts': "import type { Uri } from 'vscode';",
      'server/requests/c.ts': "import { readFileSync } from 'node:fs';",
    },
  },
  {
    says: 'the debug adapter imports engines and its protocol only',
    rule: importsOfAMiddleRoom('debug-adapter'),
    broken: {
      'debug-adapter/a.ts': "import { x } from '../server/x.ts';",
      'debug-adapter/b.ts': "export { x } from '../extension/x.ts';",
    },
  },
  {
    says: 'the command line imports engines and the network only, and Node where it meets its process',
    rule: importsBeyond(
      isIn('cli'),
      (imported, path) =>
        (posix.basename(path) === 'main.ts' && imported.startsWith('node:')) ||
        ['cli/', 'network/', 'engines/'].some((folder) => imported.startsWith(folder)),
    ),
    broken: {
      'cli/a.ts': "import { x } from '../server/x.ts';",
      'cli/profile.ts': "import { readFile } from 'node:fs/promises';",
    },
  },
  {
    says: 'the network imports engines only',
    rule: importsBeyond(isIn('network'), (imported) => /^(network|engines)\//.test(imported)),
    broken: { 'network/a.ts': "import { x } from '../server/x.ts';" },
  },
  {
    says: 'only the network asks others',
    rule: usesOfTheNetwork,
    broken: {
      'extension/a.ts': "await fetch('https://example.org');",
      'cli/b.ts': "import { get } from 'node:https';",
      'server/c.ts': 'new WebSocket(url);',
    },
  },
  {
    says: 'only the extension imports vscode',
    rule: importsBeyond(
      (path) => !path.startsWith('extension/'),
      (imported) => imported !== 'vscode',
    ),
    broken: { 'tools/a.ts': "import * as vscode from 'vscode';", 'test/b.ts': "import type { Uri } from 'vscode';" },
  },
  {
    says: 'the extension imports vscode, its client library and the rooms behind it only',
    rule: importsBeyond(
      isIn('extension'),
      (imported) =>
        isPackage(imported, 'vscode', 'vscode-languageclient') ||
        folders.slice(0, 5).some((folder) => imported.startsWith(`${folder}/`)),
    ),
    broken: { 'extension/a.ts': "import { x } from '../test/x.ts';" },
  },
  {
    says: 'no engine imports another, and what they share imports none',
    rule: engineImportsFolder,
    broken: {
      'engines/list.ts': "import { a } from './a/index.ts';\nimport { b } from './b/index.ts';",
      'engines/a/index.ts': "import { x } from '../b/index.ts';",
      'engines/b/index.ts': "import type { Rollup } from '../rollup/index.ts';",
      'engines/machine.ts': "import { x } from './a/index.ts';",
      'engines/elf/elf.ts': "import { x } from '../a/index.ts';",
    },
  },
  {
    says: 'language server, debug adapter, extension, network and command line name no VM',
    rule: wordsBeyond(
      (path) => ['server', 'debug-adapter', 'extension', 'network', 'cli'].some((folder) => isIn(folder)(path)),
      vmWords,
    ),
    broken: {
      'server/a.ts': "if (engine.id === 'evm') return;",
      'debug-adapter/b.ts': 'const gasLeft = 5;',
      'extension/c.ts': 'const solanaPath = 1;',
      'cli/d.ts': "const fork = 'evm';",
    },
  },
];

for (const { says, rule, broken } of invariants) {
  test(says, () => assert.deepEqual(rule(sources), []));

  test(`what breaks it is found: ${says}`, () => {
    const found = rule(broken).join('\n');
    for (const path of Object.keys(broken)) {
      if (path !== 'engines/list.ts') assert.ok(found.includes(path), `${path} should be found; found is: ${found}`);
    }
  });
}

test('what looks like a breach and is none', () => {
  const fine: Sources = {
    'engines/a.ts': "/* Buffer */ const a = { process: 1, Date: x.Date }; // console\nconst s = 'setTimeout';",
    'engines/rollup/index.ts': "import { evm } from '../evm/index.ts';",
    'engines/riscv/index.ts': "import { readElf } from '../elf/elf.ts';",
    'engines/evm/index.ts': "import { sha256 } from '@noble/hashes/sha2.js';\nimport { t } from '../translate.ts';",
    'engines/evm/x.test.ts': "import { readFileSync } from 'node:fs';",
    'server/a.ts': "import { Position } from 'vscode-languageserver';\nconst gaslamp = 1;",
    'server/a.test.ts': "import { toy } from '../test/toy/index.ts';",
    'engines/list.ts': "import { evm } from './evm/index.ts';",
  };
  for (const { says, rule } of invariants) assert.deepEqual(rule(fine), [], says);
});
