import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  CallHierarchyItem,
  CodeAction,
  CodeLens,
  Diagnostic,
  Hover,
  InlayHint,
  InlayHintLabelPart,
} from 'vscode-languageserver';
import { solana } from '../../engines/bpf/index.ts';
import type { Engine } from '../../engines/engine.ts';
import { evm } from '../../engines/evm/index.ts';
import { ckb } from '../../engines/riscv/index.ts';
import { Documents, textOf } from '../../server/documents.ts';
import { flowOf } from '../../server/flow.ts';
import { Param } from '../../server/params.ts';
import { golden } from '../golden.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { compileToken } from '../lockstep/erc20.ts';
import { toy } from '../toy/index.ts';
import { type Client, connect } from './client.ts';
import { apply, at, show } from './text.ts';

const uri = 'file:///work/program';
const file = (name: string) => new URL(`golden/${name}`, import.meta.url);
const everyHint = Object.fromEntries(
  ['cost', 'place', 'stack', 'target', 'block'].map((kind) => [`gaslamp.hints.${kind}`, true]),
);

/** An EVM program with most that its control flow can show. */
const evmText = `#define %twice(f) {
  @back  push $f  jump
back:
}

start:
  push 3            ; [count]
loop:
  push 1            ; [1, count]
  swap1
  sub               ; [left]
  %twice(@noop)
  dup1  jumpi @loop
  calldatasize
  jumpi @.data
  sload             ; [value, more]
  stop
noop: jump
dead:
  push 7
  add
  stop
.data:
  #bytes 0xfe
`;

const toyText = `push 2
loop:
  push -1
  add
  dup
  branch loop
  call work
  drop
  halt
  drop
work: sys print
  ret
`;

for (const { name, engine, languageId, text } of [
  { name: 'evm', engine: evm, languageId: 'evm-asm', text: evmText },
  { name: 'toy', engine: toy, languageId: 'toy-asm', text: toyText },
] as const) {
  describe(`control flow shown for ${name}`, () => {
    let client: Client;
    before(async () => {
      client = await connect([engine], { settings: everyHint });
      await client.open(uri, languageId, text);
    });
    after(() => client.close());
    const ask = <Result>(method: string, params: object = {}) =>
      client.request<Result>(`textDocument/${method}`, { textDocument: { uri }, ...params });

    test('inlay hints', async (t) => {
      await client.until(() => client.refreshed.includes('inlayHint'));
      golden(t, file(`${name}-inlayHint.txt`), withHints(text, await hintsOf(client, text)));
    });

    test('diagnostics', async (t) => {
      const { items } = await ask<{ items: Diagnostic[] }>('diagnostic');
      golden(t, file(`${name}-flow-diagnostic.txt`), show(text, items));
    });

    test('code lenses', async (t) => {
      golden(t, file(`${name}-codeLens.txt`), show(text, await ask<CodeLens[]>('codeLens')));
    });

    test('call hierarchy', async (t) => {
      const label = name === 'evm' ? 'noop: jump' : 'work: sys';
      const [item] = await ask<CallHierarchyItem[]>('prepareCallHierarchy', { position: at(text, label, 1, 1) });
      const [inLoop] = await ask<CallHierarchyItem[]>('prepareCallHierarchy', { position: at(text, 'add') });
      const answers = { item, inLoop, incoming: null as unknown, outgoing: null as unknown };
      answers.incoming = await client.request('callHierarchy/incomingCalls', { item });
      answers.outgoing = await client.request('callHierarchy/outgoingCalls', { item });
      golden(t, file(`${name}-callHierarchy.txt`), show(text, answers));
      const comment = await ask('prepareCallHierarchy', { position: { line: 99, character: 0 } });
      assert.equal(comment, null);
    });

    test('hovers on jumps and labels', async (t) => {
      const points =
        name === 'evm' ? ['jumpi @loop', 'noop: ', 'jump\ndead', 'loop:', 'start:'] : ['branch', 'work:', 'call'];
      const cards: string[] = [];
      for (const point of points) {
        const hover = await ask<Hover>('hover', { position: at(text, point, 1, 1) });
        cards.push(`# at ${show(text, hover.range)}\n\n${(hover.contents as { value: string }).value}`);
      }
      golden(t, file(`${name}-flow-hover.md`), cards.join('\n\n'));
    });
  });
}

const hintsOf = (client: Client, text: string, lines?: readonly [number, number]) => {
  const [first, last] = lines ?? [0, text.split('\n').length];
  const range = { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
  return client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });
};

const labelOf = ({ label, paddingLeft, paddingRight }: InlayHint) => {
  const words = (label as InlayHintLabelPart[]).map(({ value }) => value).join('');
  return `${paddingLeft ? ' ' : ''}⟨${words}⟩${paddingRight ? ' ' : ''}`.replaceAll('\u00a0', ' ');
};

/** The text with each hint in its place. */
const withHints = (text: string, hints: readonly InlayHint[]) =>
  apply(
    text,
    hints.map((hint) => ({ range: { start: hint.position, end: hint.position }, newText: labelOf(hint) })),
  );

describe('stack comments', () => {
  const problems = async (text: string) => {
    const client = await connect([evm]);
    await client.open(uri, 'evm-asm', text);
    const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', params);
    client.close();
    const edits = actions.flatMap(({ edit }) => edit?.changes?.[uri] ?? []);
    return { found: items.filter(({ severity }) => severity !== 4).map(({ code }) => code), fixed: apply(text, edits) };
  };

  test('a wrong one is found, and put right by the names that are known', async () => {
    assert.deepEqual(await problems('push 1 ; [one]\npush 2 ; [two, one]\nadd ; [two, one]\nstop\n'), {
      found: ['stack-comment'],
      fixed: 'push 1 ; [one]\npush 2 ; [two, one]\nadd ; [sum]\nstop\n',
    });
    const { fixed } = await problems('push 0x20 ; []\ncalldatasize ; [size, 0x20]\nswap1 ; [a, b, c]\nstop\n');
    assert.equal(fixed, 'push 0x20 ; [0x20]\ncalldatasize ; [size, 0x20]\nswap1 ; [0x20, size]\nstop\n');
  });

  test('one that says "and more" lists the top only', async () => {
    assert.deepEqual((await problems('push 1\npush 2 ; [two, …]\nadd ; [sum, one, ...]\nstop\n')).found, [
      'stack-comment',
    ]);
  });

  test('what may be meant otherwise, and what is not known, is left alone', async () => {
    for (const text of [
      'push 1\npush 2 ; [EIP-2929]\nstop\n',
      'push 1 ; [key] → [value]\nstop\n',
      'push 1 ; see [a, b] there\nstop\n',
      '; [a, b]\nstop\n',
      'calldatasize\njump\nhere: add ; [sum, rest]\nstop\n',
      'push 1 ; [a,,b]\nstop\n',
    ]) {
      assert.deepEqual((await problems(text)).found, [], text);
    }
  });
});

describe('jumps to what is no target', () => {
  const fixed = async (text: string) => {
    const client = await connect([evm]);
    await client.open(uri, 'evm-asm', text);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const params = { textDocument: { uri }, range, context: { diagnostics: [] } };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', params);
    client.close();
    return apply(
      text,
      actions.flatMap(({ edit }) => edit?.changes?.[uri] ?? []),
    );
  };

  test('a label without its instruction gets it, a number goes to the place nearby, by its name', async () => {
    assert.equal(await fixed('jump @.a\n.a: stop\n'), 'jump @.a\n.a: jumpdest\n    stop\n');
    assert.equal(await fixed('PUSH1 0x03\nJUMP\nSTOP\nJUMPDEST\nSTOP\n'), 'PUSH1 0x04\nJUMP\nSTOP\nJUMPDEST\nSTOP\n');
    assert.equal(await fixed('push 3\njump\nstop\nend: stop\n'), 'push @end\njump\nstop\nend: stop\n');
    const unclear = 'push 5\njump\na: stop\nb: stop\n';
    assert.equal(await fixed(unclear), unclear);
  });
});

test('a listing of what a compiler made shows no problem but hints, and says where its jumps go', async () => {
  const bytes = new TextEncoder().encode(Buffer.from(compileToken('osaka')).toString('hex'));
  const listing = evm.listing(evm.code({ uri, name: 'token.evm', bytes }, undefined, 'osaka'), 'osaka');
  const client = await connect([evm], { settings: everyHint });
  await client.open(uri, 'evm-asm', listing);
  await client.until(() => client.refreshed.includes('inlayHint'));
  const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
  assert.deepEqual(
    items.filter(({ severity }) => severity !== 4),
    [],
  );
  const hints = await hintsOf(client, listing, [3, 400]);
  const targets = hints.flatMap(({ label }) =>
    (label as InlayHintLabelPart[]).filter(({ value }) => value.startsWith('→')),
  );
  assert.ok(targets.length > 1);
  for (const { value, location } of targets) {
    const line = listing.split('\n')[location?.range.start.line ?? -1];
    assert.match(line ?? '', new RegExp(`^${value.slice(2)}: JUMPDEST`));
  }
  client.close();
});

test('without settings only the cost is shown, and settings that change are followed', async () => {
  const client = await connect([toy]);
  await client.open(uri, 'toy-asm', 'push 1\nhalt\n');
  assert.deepEqual((await hintsOf(client, toyText)).map(labelOf), ['⟨1 ⟩ ', '⟨1 ⟩ ']);
  client.settings = { 'gaslamp.hints.cost': false, 'gaslamp.hints.stack': true };
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.until(() => client.refreshed.length === 1);
  assert.deepEqual(client.refreshed, ['inlayHint']);
  assert.deepEqual((await hintsOf(client, toyText)).map(labelOf), ['⟨  1⟩ ', '⟨  1⟩ ']);
  client.close();
});

test('texts that are cut, doubled and mixed up are answered too', async (t) => {
  const random = randomFrom(newSeed());
  t.diagnostic(`GASLAMP_SEED=${random.seed}`);
  const client = await connect([evm, toy], { settings: everyHint });
  for (let i = 0; i < 60; i++) {
    const [languageId, whole] = random.pick([['evm-asm', evmText] as const, ['toy-asm', toyText] as const]);
    const lines = whole.split('\n');
    const text = lines.map((line) => (random.below(5) === 0 ? random.pick(lines) : line)).join('\n');
    await client.open(uri, languageId, text.slice(0, random.below(text.length + 1)));
    const textDocument = { uri };
    const position = { line: random.below(lines.length), character: random.below(12) };
    await hintsOf(client, text);
    await client.request('textDocument/codeLens', { textDocument });
    await client.request('textDocument/diagnostic', { textDocument });
    await client.request('textDocument/hover', { textDocument, position });
    const items = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', {
      textDocument,
      position,
    });
    for (const item of items ?? []) {
      for (const way of ['incoming', 'outgoing']) await client.request(`callHierarchy/${way}Calls`, { item });
    }
  }
  assert.deepEqual(client.log, []);
  client.close();
});

test('bytecode as it is has lenses and problems, and no hints between its digits', async () => {
  const client = await connect([evm], { settings: everyHint });
  const digits = '600101';
  await client.open(uri, 'evm-hex', digits);
  const textDocument = { uri };
  const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
  const found = items.map(({ code, range }) => [code, range.start.character]);
  assert.deepEqual(found, [['stack-underflow', 4]]);
  assert.equal((await client.request<CodeLens[]>('textDocument/codeLens', { textDocument })).length, 3);
  assert.deepEqual(await hintsOf(client, digits), []);
  client.close();
});

test('an engine that says nothing of control flow has no hints, no lenses and no hierarchy', async () => {
  const { flow: _, ...silent } = toy;
  const client = await connect([silent as Engine]);
  await client.open(uri, 'toy-asm', toyText);
  const position = at(toyText, 'work:');
  assert.deepEqual(await hintsOf(client, toyText), []);
  const textDocument = { uri };
  assert.deepEqual(await client.request('textDocument/codeLens', { textDocument }), []);
  assert.equal(await client.request('textDocument/prepareCallHierarchy', { textDocument, position }), null);
  client.close();
});

test('the start of the code is found without following it, and comments leave what is known of it', () => {
  let asked = 0;
  const engine: Engine = {
    ...evm,
    flow: (...given) => {
      asked++;
      const blocks = { get: () => assert.fail('blocks were asked for') };
      return Object.create(evm.flow!(...given), { blocks });
    },
  };
  const documents = new Documents([engine], () => 'osaka');
  const text = '#define %m {\n  pop\n}\nstart: push 1 %m';
  documents.open(new Param({ textDocument: { uri, languageId: 'evm-asm', version: 1, text } }, ''));
  const entry = () => {
    const snapshot = documents.snapshot(uri)!;
    const found = flowOf(snapshot)?.entry;
    return found && textOf(snapshot, found.word);
  };
  const write = (version: number, now: string) =>
    documents.change(new Param({ textDocument: { uri, version }, contentChanges: [{ text: now }] }, ''));
  assert.equal(entry(), 'start');
  write(2, `; a remark\n${text}`);
  assert.equal(entry(), 'start');
  assert.equal(asked, 1);
  write(3, `push 2\n${text}`);
  assert.equal(entry(), 'push');
  assert.equal(asked, 2);
});

test('instructions that run as one step say so, and the first is charged for all', async () => {
  const client = await connect([toy], { settings: everyHint });
  const text = 'loop:\npush 1\npush 2\nless\nbranch loop\nhalt\n';
  await client.open(uri, 'toy-asm', text);
  const hoverOn = async (word: string) => {
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: at(text, word, 1, 1),
    });
    return (hover.contents as { value: string }).value;
  };
  assert.match(
    await hoverOn('less'),
    /\*\*compare and branch\*\*: one step together with the next instruction, for 2 fuel\./,
  );
  assert.match(
    await hoverOn('branch'),
    /\*\*compare and branch\*\*: a part of the step of an instruction before it, which pays for all\./,
  );
  assert.doesNotMatch(await hoverOn('push 1'), /of the step|one step/);
  const hints = await hintsOf(client, text);
  const costs = hints.flatMap(({ position, label }) =>
    (label as InlayHintLabelPart[])
      .filter(({ tooltip }) => /fuel in/.test(String(tooltip)))
      .map(({ value }) => `${position.line}: ${value.trim()}`),
  );
  assert.deepEqual(costs.slice(0, 5), ['1: 1', '2: 1', '3: 2', '4: 0', '5: 1']);
  client.close();
});

test('nothing is unreachable where an address that nobody knows may be called', async () => {
  const client = await connect([solana]);
  const found = async (name: string, text: string) => {
    await client.open(`untitled:${name}`, solana.languages[0].id, text);
    const textDocument = { uri: `untitled:${name}` };
    const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
    return items.map(({ code, range }) => `${range.start.line} ${code}`);
  };
  const before = 'first: exit\nhidden: exit\n.globl entrypoint\nentrypoint: ';
  assert.deepEqual(await found('a', `${before}call first\nexit\n`), ['1 unreachable']);
  assert.deepEqual(await found('b', `${before}callx r1\nexit\n`), []);
  client.close();
});

test('what stands before the start of a program is not unreachable where that calls it, nor is a function of a listing', async () => {
  const client = await connect([ckb]);
  const found = async (name: string, text: string) => {
    await client.open(`untitled:${name}`, ckb.languages[0].id, text);
    const textDocument = { uri: `untitled:${name}` };
    const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
    return items.map(({ code, range }) => `${range.start.line} ${code}`);
  };
  assert.deepEqual(await found('a', 'helper: li a0, 1\nret\n_start: call helper\nli a7, 93\necall\n1: j 1b'), []);
  assert.deepEqual(await found('b', '.base 0x10000\nfirst: ret\nsecond: ret'), []);
  assert.deepEqual(await found('c', '_start: j 1f\nnop\n1: ecall'), ['1 unreachable']);
  await client.close();
});
