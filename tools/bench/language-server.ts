import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Position,
  type Range,
  SemanticTokenModifiers,
  SemanticTokenTypes,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { Client, capable } from '../../test/server/client.ts';
import { root } from '../paths.ts';
import { median, type Row, row, type Scale } from './rows.ts';
import { listingOf, namedOf, sourceOf } from './texts.ts';

/** A language server as a program, and a text for it. */
type Opened = {
  readonly program: readonly string[];
  readonly settings: Record<string, unknown>;
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
};

/** What is asked about the text. */
type Subject = Opened & {
  /** A digit, in the middle of the text, that is changed. Nothing else that is asked about is on its line. */
  readonly digit: Position;
  /** A name nearby that is defined in the text or in the language. */
  readonly name: Position;
  /** Where one may have begun to write a name. */
  readonly begun: Position;
  /** A name that is used nearby and defined elsewhere in the text. */
  readonly used: Position;
};

const typescript = JSON.parse(readFileSync(join(root, 'node_modules/typescript/package.json'), 'utf8')).version;
export const against = `TypeScript ${typescript}'s server, on a source as long`;

const requests = [
  ['hover', 'textDocument/hover', ({ name }) => ({ position: name })],
  ['completion', 'textDocument/completion', ({ begun }) => ({ position: begun, context: { triggerKind: 1 } })],
  ['definition', 'textDocument/definition', ({ used }) => ({ position: used })],
  ['semantic tokens of 60 lines', 'textDocument/semanticTokens/range', (subject) => ({ range: visible(subject) })],
  ['inlay hints of 60 lines', 'textDocument/inlayHint', (subject) => ({ range: visible(subject) })],
  ['folding', 'textDocument/foldingRange', () => ({})],
  ['document symbols', 'textDocument/documentSymbol', () => ({})],
  ['diagnostics', 'textDocument/diagnostic', () => ({})],
  [
    'hover while diagnostics are found',
    'textDocument/hover',
    ({ name }) => ({ position: name }),
    'textDocument/diagnostic',
  ],
] as const satisfies readonly Asked[];

/** Its name, its method, its parameters, and the method of what was asked just before and is not answered yet. */
type Asked = readonly [string, string, (subject: Subject) => object, string?];

/** Rounds that are not counted, in which what is often run gets compiled. */
const warmUp = 2;

const sizes = {
  full: [
    { name: '24 KiB of code', bytes: 24 * 1024, opened: 3, edits: 7 },
    { name: '600 KB of code', bytes: 600_000, opened: 2, edits: 3 },
  ],
  tiny: [{ name: '2 KiB of code', bytes: 2048, opened: 1, edits: 1 }],
} as const;

/**
 * How long a person waits for the language server: when a text is first opened, and for each request after an edit of one
 * character, the edit included.
 */
export async function languageServer(scale: Scale): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, bytes, opened, edits } of sizes[scale]) {
    const listing = await listingOf(bytes);
    const assembly = namedOf(listing);
    const theirs = theirsOn(sourceOf(assembly.length));
    const [first, other] = await opening([oursOn(assembly), theirs], opened);
    const [listed] = await opening([oursOn(listing)], opened);
    const compare = (what: string, mine: number | undefined, their: number | undefined) =>
      rows.push(row(`${what}, ${name}`, mine ?? Number.NaN, against, their ?? Number.NaN, 'ms'));
    compare('a listing from opening to diagnostics', listed, other);
    compare('from opening to diagnostics', first, other);
    for (const [what, [mine, their]] of await editing([oursOn(assembly), theirs], edits)) {
      compare(`${what} after an edit`, mine, their);
    }
  }
  return rows;
}

/** How long a person waits for a text of ours in any language, and for a source of TypeScript as long. */
export async function timesToOpen(text: string, languageId: string, count: number): Promise<readonly [number, number]> {
  const [ours = Number.NaN, theirs = Number.NaN] = await opening(
    [opened(text, languageId), theirsOn(sourceOf(text.length))],
    count,
  );
  return [ours, theirs];
}

function opened(text: string, languageId: string): Opened {
  const program = [join(root, 'dist/server.js'), '--stdio'];
  return { program, settings: {}, uri: 'file:///bench/bench.easm', languageId, text };
}

function oursOn(text: string): Subject {
  return {
    ...opened(text, 'evm-asm'),
    digit: position(text, /PUSH1 0x[\da-f]()[\da-f]/dg),
    name: position(text, / ()ADD$/dgm),
    begun: position(text, / J()UMP$/dgm),
    used: position(text, /PUSH3 \W*()\w/dg),
  };
}

function theirsOn(text: string): Subject {
  return {
    program: [join(root, 'node_modules/typescript/bin/tsc'), '--lsp', '--stdio'],
    settings: { 'js/ts': { inlayHints: { parameterNames: { enabled: 'all' } } } },
    uri: 'file:///bench/bench.ts',
    languageId: 'typescript',
    text,
    digit: position(text, /amount \* ()\d/dg),
    name: position(text, /Math\.()floor/dg),
    begun: position(text, /bal()ances\.set\(to/dg),
    used: position(text, /\? ()transfer\d/dg),
  };
}

/** Where the empty group of a pattern is, in the first match in the second half of the text. */
function position(text: string, pattern: RegExp): Position {
  pattern.lastIndex = text.length >> 1;
  const offset = pattern.exec(text)?.indices?.[1]?.[0];
  if (offset === undefined) throw new Error(`Nothing in the second half of the text is like ${pattern}.`);
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function visible({ name: { line } }: Subject): Range {
  return { start: { line: line - 30, character: 0 }, end: { line: line + 30, character: 0 } };
}

/** Median times of subjects in milliseconds, each in servers that were just started. */
async function opening(subjects: readonly Opened[], count: number): Promise<readonly number[]> {
  const times = subjects.map((): number[] => []);
  for (let i = 0; i < count; i++) {
    for (const [index, subject] of subjects.entries()) {
      await withServer(subject, async (client) => void times[index]?.push(await timeToOpen(client, subject)));
    }
  }
  return times.map(median);
}

/** Median times of subjects in milliseconds, by what was asked. They take turns, so that a busy machine delays all of them alike. */
async function editing(subjects: readonly Subject[], count: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map(requests.map(([what]) => [what, subjects.map((): number[] => [])]));
  const turns = async (clients: readonly Client[]): Promise<void> => {
    const next = subjects[clients.length];
    if (next) return withServer(next, (client) => turns([...clients, client]));
    for (const [index, client] of clients.entries()) await timeToOpen(client, subjects[index]!);
    let version = 1;
    for (let edit = 0; edit < warmUp + count; edit++) {
      for (const asked of requests) {
        version++;
        for (const [index, subject] of subjects.entries()) {
          const time = await timeToAnswer(clients[index]!, subject, version, asked);
          if (edit >= warmUp) times.get(asked[0])?.[index]?.push(time);
        }
      }
    }
  };
  await turns([]);
  return new Map([...times].map(([what, lists]) => [what, lists.map(median)]));
}

async function timeToOpen(client: Client, { uri, languageId, text }: Opened): Promise<number> {
  const start = performance.now();
  await client.open(uri, languageId, text);
  await client.request('textDocument/diagnostic', { textDocument: { uri } });
  return performance.now() - start;
}

/** The edit changes a digit, and moves its line, and with it all that follows, by a space to and fro. */
async function timeToAnswer(client: Client, subject: Subject, version: number, [, method, paramsFor, before]: Asked) {
  const { uri, digit } = subject;
  const there = version % 2;
  const at = (character: number) => ({ line: digit.line, character });
  const ask = (asked: string, params: object) => client.request(asked, { textDocument: { uri }, ...params });
  const start = performance.now();
  await client.notify('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [
      {
        range: { start: at(digit.character + there), end: at(digit.character + there + 1) },
        text: String(version % 10),
      },
      { range: { start: at(0), end: at(there) }, text: there ? '' : ' ' },
    ],
  });
  const earlier = before && ask(before, {});
  const answer = await ask(method, paramsFor(subject));
  const time = performance.now() - start;
  if (isEmpty(answer)) throw new Error(`${subject.program[0]} has no answer to ${method}, so its time says nothing.`);
  await earlier;
  return time;
}

/** Problems alone may be none. */
function isEmpty(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return true;
  const list = 'data' in answer ? answer.data : answer;
  return Array.isArray(list) && list.length === 0;
}

/** Runs a server for as long as `use` needs it. */
async function withServer(subject: Opened, use: (client: Client) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [...subject.program], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const client = new Client(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
      subject.settings,
    );
    await client.initialize(capabilities);
    await Promise.race([use(client), failure(child)]);
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    client.close();
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${child.spawnargs.join(' ')} ended by itself, with exit code ${code}.`);
}

const capabilities = {
  ...capable,
  textDocument: {
    ...capable.textDocument,
    diagnostic: {},
    semanticTokens: {
      requests: { range: true, full: true },
      formats: ['relative' as const],
      tokenTypes: Object.values(SemanticTokenTypes),
      tokenModifiers: Object.values(SemanticTokenModifiers),
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};
