import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  InlayHintLabelPart,
  Location,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { solana } from '../../engines/bpf/index.ts';
import { instructions } from '../../engines/bpf/isa/instructions.ts';
import type { Form, Row } from '../../engines/bpf/isa/row.ts';
import { syscalls } from '../../engines/bpf/solana/syscalls/index.ts';
import { golden } from '../golden.ts';
import { type Client, connect } from './client.ts';
import { apply, at, show } from './text.ts';

const everyHint = Object.fromEntries(
  ['cost', 'place', 'target', 'block'].map((kind) => [`gaslamp.hints.${kind}`, true]),
);
const file = (name: string) => new URL(`golden/${name}`, import.meta.url);

/** The dialect of the community. */
const named = `.version v2
.equ SIZE, 8
.macro clear register
    mov64 \\register, 0
.endm
.globl entrypoint
entrypoint:
    mov64 r6, r1
    add64 r10, -64
    lmul64 r2, SIZE
    ldxdw r3, [r6+SIZE]
    stxdw [r10-8], r3
    mov32 r1, %lo(message)
    hor64 r1, %hi(message)
    mov64 r2, 5
    call sol_log_
    call helper
1:  jne r0, 0, 1b
    callx r3
    clear r0
    exit
helper:
    sub64 r0, 10
    exit
.rodata
message: .ascii "Hello"
`;

/** What compilers on LLVM write. */
const infix = `    .text
    .globl  entrypoint
entrypoint:
    r6 = r1
    w1 = 5
    r1 s>>= 2
    r3 = *(u64 *)(r6 + SIZE)
    *(u32 *)(r10 - 4) = 7
    if r3 s> 3 goto .LBB0_2
    r2 = be16 r2
    r1 = message ll
    call sol_memset_
    call helper
.LBB0_2:
    r0 = 0
    exit
helper:
    r0 -= r1
    goto .LBB0_2
    .set SIZE, 8
    .section .rodata,"a",@progbits
message:
    .asciz  "Hello"
`;

const points: Readonly<Record<string, readonly string[]>> = {
  named: [
    ...[
      '.version',
      'SIZE, 8',
      '.macro',
      'clear register',
      'entrypoint:',
      'mov64 r6',
      'r6, r1',
      'r10, -64',
      'add64 r10',
    ],
    ...[
      'lmul64',
      'ldxdw',
      'stxdw',
      '%lo',
      'mov32',
      'hor64',
      'r2, 5',
      '5\n',
      'call sol_log_',
      'sol_log_',
      'call helper',
    ],
    ...['helper\n', 'jne', 'callx', 'clear r0', 'exit', 'sub64 r0', 'message:', '"Hello"'],
  ],
  infix: [
    ...[
      'r6 =',
      '= r1',
      'w1 = 5',
      's>>=',
      'u64',
      'SIZE)',
      '*(u32',
      'if r3',
      's> 3',
      'goto .LBB',
      '.LBB0_2\n',
      'be16',
      'll',
    ],
    ...['sol_memset_', 'helper\n', '-= r1', 'goto .LBB0_2\n    .set', '.section', '"Hello"'],
  ],
};

for (const [dialect, text] of Object.entries({ named, infix })) {
  describe(`a program in the ${dialect} dialect`, () => {
    const uri = `file:///w/${dialect}.sbpf`;
    let client: Client;
    before(async () => {
      client = await connect([solana], { settings: everyHint });
      await client.open(uri, 'sbpf-asm', text);
    });
    after(() => client.close());
    const ask = <Result>(method: string, params: object = {}) =>
      client.request<Result>(`textDocument/${method}`, { textDocument: { uri }, ...params });
    const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

    test('has no errors', async () => {
      const { items } = await ask<{ items: Diagnostic[] }>('diagnostic');
      assert.deepEqual(
        items.filter(({ severity }) => severity !== 4),
        [],
      );
    });

    test('hovers read well', async (t) => {
      const cards: string[] = [];
      for (const point of points[dialect] ?? []) {
        const hover = await ask<Hover | null>('hover', { position: at(text, point, 1, 1) });
        const card = hover ? (hover.contents as { value: string }).value : 'nothing';
        cards.push(`# at ${JSON.stringify(point)}: ${show(text, hover?.range)}\n\n${card}`);
      }
      golden(t, file(`sbpf-${dialect}-hover.md`), cards.join('\n\n'));
    });

    test('inlay hints say address, cost and blocks', async (t) => {
      const hints = await ask<InlayHint[]>('inlayHint', { range: whole });
      const edits = hints.map(({ position, label, paddingLeft }) => ({
        range: { start: position, end: position },
        newText: `${paddingLeft ? ' ' : ''}⟨${(label as InlayHintLabelPart[]).map(({ value }) => value).join('')}⟩${paddingLeft ? '' : ' '}`,
      }));
      golden(t, file(`sbpf-${dialect}-inlayHint.txt`), apply(text, edits).replaceAll('\u00a0', ' '));
    });

    test('names are found, renamed and listed', async (t) => {
      const found: unknown[] = [];
      for (const name of ['helper\n', 'SIZE', 'message', dialect === 'infix' ? '.LBB0_2' : '1b']) {
        const position = at(text, name, 1, 1);
        const definition = await ask<Location>('definition', { position });
        const references = await ask<Location[]>('references', { position, context: { includeDeclaration: true } });
        const newName = /\d/.test(name.charAt(0)) ? '7' : 'other';
        const renamed = await ask<WorkspaceEdit | null>('rename', { position, newName }).catch(String);
        found.push({ name, definition, references, renamed });
      }
      const symbols = await ask<DocumentSymbol[]>('documentSymbol');
      const folding = await ask<FoldingRange[]>('foldingRange');
      golden(t, file(`sbpf-${dialect}-names.txt`), show(text, { found, symbols, folding }));
    });

    test('is laid out without a change of its code', async (t) => {
      const edits = await ask<TextEdit[]>('formatting', { options: { tabSize: 4, insertSpaces: true } });
      const [language] = solana.languages;
      const laidOut = apply(text, edits);
      golden(t, file(`sbpf-${dialect}-formatting.txt`), laidOut);
      const bytes = (each: string) => Buffer.from(language.parse(each, { version: 'v3' }).bytes);
      assert.deepEqual(bytes(laidOut), bytes(text));
    });
  });
}

describe('what may be written next', () => {
  let client: Client;
  before(async () => {
    client = await connect([solana]);
  });
  after(() => client.close());
  const uri = 'file:///w/typing.sbpf';
  const ask = async <Result>(method: string, text: string) => {
    await client.open(uri, 'sbpf-asm', text);
    return client.request<Result>(`textDocument/${method}`, { textDocument: { uri }, position: at(`${text}§`, '§') });
  };
  const labels = async (text: string) =>
    (await ask<CompletionList>('completion', text)).items.map(({ label }) => label);

  test('instructions of the version, written as they are read', async () => {
    const { items } = await ask<CompletionList>('completion', '.version v3\n    ');
    const item = (name: string) => items.find(({ label }) => label === name);
    assert.equal(item('stxdw')?.textEdit?.newText, 'stxdw [${1:dst}+${2:off}], ${3:src}');
    assert.equal(item('lmul64'), undefined);
    const old = await labels('.version v2\n    ');
    assert.ok(old.includes('lmul64') && !old.includes('lddw'));
  });

  test('registers, syscalls and names of the text', async () => {
    const operands = await labels('.equ SIZE, 1\nf: exit\n    call ');
    for (const name of ['sol_log_', 'f', 'SIZE']) assert.ok(operands.includes(name), name);
    for (const text of ['mov64 ', 'ldxb r1, [', 'stxb [r1+1], ']) assert.ok((await labels(text)).includes('r10'), text);
    const twice = (await labels('mov64 ')).filter((label) => label === 'r1');
    assert.equal(twice.length, 1);
  });

  test('the operand at hand is told, of a syscall its parameters', async () => {
    const help = async (text: string) => {
      const { signatures, activeParameter } = await ask<SignatureHelp>('signatureHelp', text);
      const [start, end] = (signatures[0]?.parameters?.[activeParameter ?? 0]?.label ?? [0, 0]) as [number, number];
      return [signatures[0]?.label, signatures[0]?.label.slice(start, end)];
    };
    assert.deepEqual(await help('ldxdw r1, '), ['ldxdw dst, [src+off]', '[src+off]']);
    assert.deepEqual(await help('stxdw [r1+8], '), ['stxdw [dst+off], src', 'src']);
    assert.deepEqual(await help('call sol_log_'), ['sol_log_(message: text, length)', 'message: text, length']);
  });
});

/** An instruction of a row, with some operands. */
const writtenForm = ({ mnemonic, syntax }: Row): string => {
  const words: Readonly<Record<string, string>> = {
    dst: 'r1',
    src: 'r2',
    value: 'r2',
    off: '8',
    imm: '1',
    target: '+0',
    function: '+0',
    name: 'abort',
  };
  return `${mnemonic} ${syntax.replace(/[a-z]+/g, (word) => words[word] ?? word)}`;
};

const hoverCard = async (client: Client, text: string, point: string): Promise<string> => {
  const uri = 'file:///w/card.sbpf';
  await client.open(uri, 'sbpf-asm', text);
  const params = { textDocument: { uri }, position: at(text, point, 1, 1) };
  const hover = await client.request<Hover | null>('textDocument/hover', params);
  return hover ? (hover.contents as { value: string }).value : '';
};

test('whatever a version changes of an instruction stands on its card', async () => {
  const client = await connect([solana]);
  const differences = (a: Form, b: Form): readonly (string | undefined)[] => [
    ...(a.doc === b.doc ? [] : [b.doc]),
    ...(a.opcode === b.opcode ? [] : [`0x${b.opcode.toString(16).padStart(2, '0')}`]),
    ...(a.fields === b.fields ? [] : [b.fields]),
  ];
  let changes = 0;
  for (const row of instructions) {
    const forms = Object.entries(row.forms);
    const cards = new Map<string, string>();
    for (const [version] of forms)
      cards.set(version, await hoverCard(client, `.version ${version}\n${writtenForm(row)}\n`, row.mnemonic));
    for (const [i, [version, form]] of forms.entries()) {
      const [, earlier] = forms[i - 1] ?? [];
      if (i === 0 || (!form && !earlier)) continue;
      const card = cards.get(version) ?? '';
      if (!form || !earlier)
        assert.match(card, /removed in sBPF|since sBPF v[23]|Not in/, `${row.mnemonic} in ${version}`);
      else if (form !== earlier)
        for (const difference of differences(earlier, form)) {
          assert.ok(card.includes(difference ?? ''), `${row.mnemonic} in ${version}: ${difference}`);
          changes += 1;
        }
      // Two forms that compute differently say so.
      if (form && earlier && form.execute !== earlier.execute) assert.notEqual(form.doc, earlier.doc, row.mnemonic);
    }
  }
  assert.ok(changes >= 40, String(changes));
  assert.match(
    await hoverCard(client, '.version v2\nsub64 r1, 5\n', 'sub64'),
    /\*\*Since sBPF v2: .*With a number, the register is taken/,
  );
  await client.close();
});

test('each syscall has a card with its parameters and its formula', async () => {
  const client = await connect([solana]);
  for (const { name, parameters, cost } of syscalls) {
    const card = await hoverCard(client, `call ${name}\n`, name);
    assert.ok(card.includes(`Compute units: ${cost}`), name);
    for (const [i, parameter] of parameters.entries())
      assert.ok(card.includes(`\`r${i + 1}\` ${parameter.name}`), name);
  }
  await client.close();
});

/** Code with just one thing that the verifier is against, in the versions that read it so. */
const refused: readonly [versions: string, text: string, code: string, where: string, name: string, fixed?: string][] =
  [
    [
      'v0 v1 v2 v3',
      '.base 0x100000000\nexit\n.byte 1, 2, 3',
      'program-length-not-multiple',
      '.byte 1, 2, 3',
      'ProgramLengthNotMultiple',
    ],
    ['v0 v1 v3', 'div64 r1, 0\nexit', 'division-by-zero', 'div64 r1, 0', 'DivisionByZero'],
    ['v0 v1 v3', 'mod32 r1, 0\nexit', 'division-by-zero', 'mod32 r1, 0', 'DivisionByZero'],
    ['v2', 'srem64 r1, 0\nexit', 'division-by-zero', 'srem64 r1, 0', 'DivisionByZero'],
    [
      'v0 v1 v2 v3',
      '.quad 0x11000000dc\nexit',
      'unsupported-lebe-argument',
      '.quad 0x11000000dc',
      'UnsupportedLEBEArgument',
    ],
    [
      'v0 v1 v3',
      'exit\n.quad 0x18',
      'lddw-cannot-be-last',
      '.quad 0x18',
      'LDDWCannotBeLast',
      'exit\n.rodata\n.quad 0x18',
    ],
    ['v0 v1 v3', '.quad 0x18\nexit', 'incomplete-lddw', '.quad 0x18', 'IncompleteLDDW'],
    ['v0 v1 v2 v3', 'ja +3\nexit', 'jump-out-of-code', 'ja +3', 'JumpOutOfCode'],
    ['v0 v1 v2 v3', 'jeq r1, 0, -2\nexit', 'jump-out-of-code', 'jeq r1, 0, -2', 'JumpOutOfCode'],
    ['v0 v1 v3', 'ja +1\nlddw r1, 5\nexit', 'jump-to-middle-of-lddw', 'ja +1', 'JumpToMiddleOfLDDW'],
    ['v0 v1 v2 v3', '.quad 0xb0bf\nexit', 'invalid-source-register', '.quad 0xb0bf', 'InvalidSourceRegister'],
    ['v0 v1 v2 v3', '.quad 0x0bb7\nexit', 'invalid-destination-register', '.quad 0x0bb7', 'InvalidDestinationRegister'],
    ['v0 v1 v2 v3', 'mov64 r10, r1\nexit', 'cannot-write-frame-pointer', 'mov64 r10, r1', 'CannotWriteR10'],
    ['v0 v3', 'add64 r10, -64\nexit', 'cannot-write-frame-pointer', 'add64 r10, -64', 'CannotWriteR10'],
    ['v0 v1 v2 v3', 'exit\n.quad 0', 'unknown-op-code', '.quad 0', 'UnknownOpCode', 'exit\n.rodata\n.quad 0'],
    [
      'v0 v1 v2 v3',
      'lsh32 r1, 40\nexit',
      'shift-with-overflow',
      'lsh32 r1, 40',
      'ShiftWithOverflow',
      'lsh64 r1, 40\nexit',
    ],
    ['v0 v1 v2 v3', 'callx r10\nexit', 'invalid-register', 'callx r10', 'InvalidRegister'],
    [
      'v1 v2',
      'add64 r10, -8\nexit',
      'unaligned-immediate',
      'add64 r10, -8',
      'UnalignedImmediate',
      'add64 r10, -64\nexit',
    ],
  ];

describe('what the verifier is against is told where it stands, with its name and number', () => {
  for (const [versions, text, code, where, name, fixed] of refused)
    for (const version of versions.split(' '))
      test(`${version}: ${text.replaceAll('\n', ' / ')}`, async () => {
        const client = await connect([solana], { settings: { 'gaslamp.solana.sbpfVersion': version } });
        const uri = 'file:///w/refused.sbpf';
        const source = `${text}\n`;
        await client.open(uri, 'sbpf-asm', source);
        const textDocument = { uri };
        const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
        const errors = items.filter(({ severity }) => severity === 1 || severity === 2);
        assert.deepEqual(
          errors.map((each) => [each.code, show(source, each.range).split('«')[1]?.replace('»"', '')]),
          [[code, where]],
        );
        assert.match(String(errors[0]?.message), new RegExp(`\\(VerifierError \\d+, ${name}\\)\\.$`));
        const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
        const params = { textDocument, range, context: { diagnostics: [] } };
        const actions = await client.request<CodeAction[]>('textDocument/codeAction', params);
        const edits = actions.flatMap(({ edit }) => edit?.changes?.[uri] ?? []);
        assert.equal(apply(source, edits), `${fixed ?? text}\n`);
        client.close();
      });
});
