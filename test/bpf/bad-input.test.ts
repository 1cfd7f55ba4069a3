import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connect, type Files } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { LoaderError } from '../../engines/bpf/elf/errors.ts';
import { loadElf } from '../../engines/bpf/elf/load.ts';
import { solana } from '../../engines/bpf/index.ts';
import { type VerifierErrorKind, verifierErrorKinds, verify } from '../../engines/bpf/isa/verifier.ts';
import { type Key, keyOf } from '../../engines/bpf/solana/keys.ts';
import { LoadError } from '../../engines/engine.ts';
import { hostileSteps, isRefusedOrBounded } from '../harness/hostile.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { callChain } from './call-chain.ts';
import { fileOf } from './fuzz/subject.ts';
import { damaged } from './own/loader-cases.ts';
import { verifierCases } from './own/verifier-cases.ts';

const key = (byte: number): Key => keyOf(new Uint8Array(32).fill(byte));
const nothing = 'entrypoint:\n  mov64 r0, 0\n  exit\n';

type Content = string | Uint8Array | object;

const isBytes = (content: Content): content is Uint8Array => ArrayBuffer.isView(content);

/** Files in a folder `/w`: texts, bytes, or what becomes JSON. */
const session = (files: Readonly<Record<string, Content>>): Debugging => {
  const all = Object.entries({ 'x.sbpf': nothing, 'good.sbpf': nothing, ...files }).map(([name, content]) => [
    `file:///w/${name}`,
    typeof content === 'string' || isBytes(content) ? content : JSON.stringify(content),
  ]);
  return new Debugging(connect([solana], Object.fromEntries(all) as Files));
};

/** What is said to a person who launches it; the next launch of something good then works. */
const refusal = async (launch: object, files: Readonly<Record<string, Content>> = {}): Promise<string> => {
  const { client } = session(files);
  await client.ask('initialize', { clientID: 'vscode', adapterID: 'gaslamp' });
  const sentence = await client.refused('launch', launch);
  assert.doesNotMatch(sentence, /mistake in Gaslamp/);
  const again = session(files);
  await again.start({ program: '/w/good.sbpf', stopOnEntry: true });
  assert.equal(await again.where(), 'good good.sbpf:2');
  return sentence;
};

const refusedProgram = (bytes: Uint8Array) => refusal({ program: '/w/a.so' }, { 'a.so': bytes });
const refusedScenario = (scenario: object, files: Readonly<Record<string, Content>> = {}) =>
  refusal({ program: '/w/s.gaslamp.json' }, { 's.gaslamp.json': { program: 'x.sbpf', ...scenario }, ...files });

/** Runs a scenario to its end, which is told in the console too. One can step back from there and comes to the same end again. */
const ending = async (scenario: object, files: Readonly<Record<string, Content>> = {}, launch: object = {}) => {
  const debugging = session({ 's.gaslamp.json': { program: 'x.sbpf', ...scenario }, ...files });
  const { stopped } = await debugging.start({ program: '/w/s.gaslamp.json', stopOnEntry: true, ...launch });
  const end = stopped.reason === 'exception' ? stopped : await debugging.go('continue');
  const where = (await debugging.frames()).length > 0 ? await debugging.where() : '';
  const printed = debugging.printed();
  const said = /^[✘✔] (.*)$/m.exec(printed)?.[1] ?? '';
  if (where !== '') {
    await debugging.go('stepBack', { granularity: 'instruction' });
    assert.equal((await debugging.go('continue')).description, end.description);
    assert.equal(await debugging.where(), where);
  }
  return { said, where, printed, reason: end.reason, description: end.description ?? '' };
};

const endsIn = async (
  scenario: object,
  sentence: RegExp,
  where?: string,
  files: Readonly<Record<string, Content>> = {},
) => {
  const { said, description, where: there } = await ending(scenario, files);
  assert.match(said, sentence);
  assert.equal(said, description);
  if (where !== undefined) assert.equal(there, where);
};

const elf = (version: string, text = nothing) => fileOf({ version, text, damage: [] });
const withMachine = (machine: number) => elf('v0').with(18, machine).with(19, 0);
const withByte = (bytes: Uint8Array, offset: number, value: number) => bytes.with(offset, value);

describe('a file that is no program is refused in a sentence, and the next one loads', () => {
  const files: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['of no bytes', new Uint8Array(), /^a\.so is no ELF file.*; build it with cargo build-sbf/],
    ['of text', new TextEncoder().encode('<html>'), /^a\.so is no ELF file/],
    ['cut in its header', elf('v0').subarray(0, 40), /header takes 64 bytes, and the file has 40; build it again\.$/],
    [
      'cut behind it',
      elf('v0').subarray(0, 100),
      /Solana refuses a\.so: Offset or value is out of bounds\. The file is cut off/,
    ],
    [
      'of v3, cut',
      elf('v3').subarray(0, 100),
      /invalid file header\. Its header is not that of a program for Solana, or cut off/,
    ],
    [
      'of v4',
      withByte(elf('v3'), 48, 4),
      /sbpf_version required by the executable.*\. There are sBPF v0 to v3; build it for/,
    ],
    ['for an operating system', withByte(elf('v0'), 7, 3), /wrong ABI\. It was built for an operating system/],
    ['for x86-64', withMachine(62), /a\.so is an ELF for x86-64; Solana runs 64-bit ELF programs for BPF/],
    ['for RISC-V', withMachine(243), /a\.so is an ELF for RISC-V/],
    ['that is no library', withByte(elf('v0'), 16, 2), /wrong type\. It was not linked for Solana/],
    ['that begins nowhere', withByte(elf('v0'), 24, 1), /Entrypoint out of bounds\. It begins where it has no code/],
  ];
  for (const [name, bytes, sentence] of files)
    test(name, async () => assert.match(await refusedProgram(bytes), sentence));

  test('of assembly', async () => {
    const assembled = (text: string) => refusal({ program: '/w/x.sbpf' }, { 'x.sbpf': text });
    assert.match(await assembled(''), /x\.sbpf has no instructions/);
    assert.match(await assembled('entrypoint:\n  div64 r0, 0\n  exit\n'), /line 2: Nothing can be divided by 0/);
    assert.match(await assembled('entrypoint:\n  call sol_foo\n  exit\n'), /no function or syscall sol_foo/);
  });
});

/** What the verifier says of no program that is written as a source, and why. */
const neverMet: Readonly<Partial<Record<VerifierErrorKind, string>>> = {
  ProgramLengthNotMultiple: 'code is filled up to whole instructions when a file is written',
  ProgramTooLarge: 'no program is too large for the verifier any more',
  NoProgram: 'the loader takes no file without code',
  InfiniteLoop: 'nothing looks for loops any more',
  InvalidFunction: 'the loader and the calls themselves look whether there is a function',
  InvalidSyscall: 'the calls themselves look whether there is a syscall',
};

const kindOf = (bytes: Uint8Array): VerifierErrorKind | undefined => {
  try {
    const { text, version } = loadElf(bytes, { isSyscall: () => false, isDeployment: false });
    return verify(text, version)[0]?.kind;
  } catch (error) {
    assert.ok(error instanceof LoaderError);
    return undefined;
  }
};

test('each refusal of the verifier is explained, in every version', () => {
  const met = new Set<string>();
  const kinds = new Set(verifierCases().map(({ bytes }) => kindOf(bytes)));
  assert.deepEqual(
    verifierErrorKinds.filter((kind) => !kinds.has(kind)),
    Object.keys(neverMet),
  );
  for (const { bytes } of verifierCases()) {
    const file = { uri: 'file:///w/a.so', name: 'a.so', bytes };
    try {
      solana.load(file, { version: 'v0', limits: { steps: 1e6, memory: 2 ** 26 }, launch: {} });
    } catch (error) {
      assert.ok(error instanceof LoadError);
      met.add(error.message.replace(/ \(insn.*?\)| (#\d+|0x[0-9a-f]+)|\d+/g, ''));
    }
  }
  const plain = [...met].filter((each) => !/^Solana refuses a\.so: .*\. [A-Zcr].*\.$/.test(each));
  assert.deepEqual(plain, []);
});

describe('accounts that cannot be used are refused in a sentence', () => {
  const space = {
    pubkey: key(1),
    account: { lamports: 5, data: ['AQID', 'base64'], owner: key(2), executable: false, space: 2 },
  };
  const rpc = (value: unknown) => ({ jsonrpc: '2.0', id: 1, result: { context: { slot: 1 }, value } });
  const files: readonly (readonly [string, Content, RegExp])[] = [
    ['no JSON', '{ "lam', /^"a\.json" is not valid JSON: .* "solana account KEY --output json" prints what/],
    ['nothing', '', /^"a\.json" is not valid JSON/],
    ['a list of none', [], /an account, or the name of a JSON file that holds one; found \[\]\./],
    ['a list in a list', [[]], /an account, or the name of a JSON file that holds one; found \[\]\./],
    [
      'a list that is nested very deep',
      '['.repeat(20_000) + ']'.repeat(20_000),
      /a JSON file that holds one; found …\./,
    ],
    ['two of them', [{}, {}], /one account, where there is a list of 2; write each to a file of its own/],
    ['none, a node says', rpc(null), /the node has said that there is none/],
    [
      'as a node reads it',
      { data: { parsed: {}, program: 'spl-token' } },
      /ask for "base64" in the place of "jsonParsed"/,
    ],
    ['in less space than it has data', space, /"account\.space" should be at least 3, for so many bytes are in "data"/],
  ];
  for (const [name, content, sentence] of files)
    test(name, async () =>
      assert.match(await refusedScenario({ accounts: { a: 'a.json' } }, { 'a.json': content }), sentence),
    );

  const accounts: readonly (readonly [string, object, RegExp])[] = [
    ['a list with a list', { a: [[]] }, /"accounts\.a" should be an account, or the name of a JSON file/],
    ['a file that is not there', { a: 'gone.json' }, /There is no file gone\.json; correct its name/],
    ['lamports below 0', { a: { lamports: -1 } }, /"accounts\.a\.lamports" should be a whole number below 2\^64/],
    ['lamports beyond 64 bits', { a: { lamports: '18446744073709551616' } }, /below 2\^64/],
    ['half a lamport', { a: { lamports: 1.5 } }, /below 2\^64/],
    [
      'broken base64',
      { a: { data: ['A*==', 'base64'] } },
      /"accounts\.a\.data\[0\]" should be text in the encoding "base64"/,
    ],
    [
      'an unknown encoding',
      { a: { data: ['KLUv', 'base64+zstd'] } },
      /one of the encodings "base58", "base64", "hex", "utf8"/,
    ],
    ['more data than its size', { a: { data: '0x010203', size: 2 } }, /"accounts\.a\.size" should be at least 3/],
    ['letters that keys have not', { a: { owner: `0${key(5).slice(1)}` } }, /to the base 58, which has no "0"/],
    ['a key that is too long', { a: { owner: '1'.repeat(43) } }, /a key of 32 bytes.*; what is there has 43 bytes/],
    ['one key for two names', { a: { key: key(1) }, b: { key: key(1) } }, /"a" and "b" are the same account/],
    ['the name of the program', { program: {} }, /"program" means the program that is debugged/],
    ['the place of the program', { [key(9)]: {} }, /stands where x should be placed/],
  ];
  for (const [name, given, sentence] of accounts)
    test(name, async () => assert.match(await refusedScenario({ accounts: given, programId: key(9) }), sentence));

  test('as nodes and tools print it, it is taken', async () => {
    const account = {
      lamports: 5_000_000_000,
      data: ['AQI=', 'base64'],
      owner: key(2),
      executable: false,
      rentEpoch: 0,
    };
    for (const content of [rpc(account), [{ pubkey: key(1), account }], { pubkey: key(1), account, space: 2 }]) {
      const { said } = await ending({ accounts: { a: 'a.json' } }, { 'a.json': content });
      assert.match(said, /succeeded/);
    }
  });
});

describe('transactions that cannot be are refused in a sentence, before or by the chain', () => {
  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['a signer whom nobody names', { signers: ['zed'] }, /"zed" is one of the signers, and no instruction has it/],
    ['256 accounts', { instructions: [{ accounts: Array(256).fill('payer') }] }, /at most 255 accounts.*; found 256/],
    ['too much data', { instructions: [{ data: '00'.repeat(65_536) }] }, /at most 65,535 bytes of data/],
    [
      'two programs at one key',
      { programs: { [key(9)]: 'x.sbpf' }, programId: key(9) },
      /where there is a program already/,
    ],
    ['an unknown feature', { features: { blake4: true } }, /"features" has no property "blake4"; it has/],
    ['units below 0', { computeUnits: -1 }, /"computeUnits" should be a whole number below 2\^32/],
    ['an IDL that is not there', { idl: 'gone.json' }, /There is no file gone\.json/],
    ['an IDL that is none', { idl: 'i.json' }, /"i\.json" is no IDL: it is no JSON .* Anchor writes IDLs/],
    ['an instruction without an IDL', { instructions: [{ instruction: 'go' }] }, /There is no IDL for x; name one/],
  ];
  for (const [name, scenario, sentence] of refused)
    test(name, async () => assert.match(await refusedScenario(scenario, { 'i.json': '{' }), sentence));

  const byChain: readonly (readonly [string, object, RegExp])[] = [
    [
      '65 accounts',
      { instructions: [{ accounts: Array.from({ length: 65 }, (_, i) => `a${i}`) }] },
      /too many accounts\. .* 64 together\.$/,
    ],
    [
      'a payer without lamports',
      { accounts: { payer: { lamports: 0 } } },
      /prior credit\. "payer" pays the fee, and has nothing/,
    ],
    [
      'a payer with too few',
      { accounts: { payer: { lamports: 10 } } },
      /"payer" pays 5,000 lamports for each signature/,
    ],
    ['a program that pays', { payer: 'program' }, /choose another "payer"\.$/],
    ['a payer of a program', { accounts: { payer: { owner: 'program' } } }, /choose another "payer"\.$/],
    [
      'a program that is not there',
      { instructions: [{ program: 'hepler' }] },
      /No program lies at "hepler"; name its file in "programs"/,
    ],
    [
      'a program that is none',
      { accounts: { a: {} }, instructions: [{ program: 'a' }] },
      /"a" is called and is an account of another kind/,
    ],
  ];
  for (const [name, scenario, sentence] of byChain) test(name, () => endsIn(scenario, sentence));

  test('that are too large to be sent run, and that is said', async () => {
    const { said, printed } = await ending({ instructions: [{ data: '00'.repeat(1232) }] });
    assert.match(said, /succeeded/);
    assert.match(printed, /The transaction takes 1,402 bytes, and nodes take 1,232 at most/);
  });

  test('an owner that nobody knows is doubted', async () => {
    const { printed } = await ending({
      accounts: { a: { owner: 'prgram' }, b: { owner: 'Token Program' }, c: { owner: 'x' } },
    });
    assert.match(printed, /"prgram", which owns "a", is neither a key nor a program that is there/);
    assert.doesNotMatch(printed, /which owns "[bc]"/);
  });

  test('units beyond what the chain gives are given', async () => {
    assert.match((await ending({ computeUnits: 4_000_000_000 })).said, /succeeded/);
  });
});

describe('a program that does what it may not ends in a sentence, and one can step back from there', () => {
  const endings: readonly (readonly [
    name: string,
    text: string,
    sentence: RegExp,
    where: string,
    scenario?: object,
  ])[] = [
    [
      'an endless loop',
      'ja entrypoint',
      /exceeded CUs meter.* It had 200,000 compute units; "computeUnits" can/,
      'x x.sbpf:2',
    ],
    ['no units', 'mov64 r0, 0\n exit', /It had 0 compute units/, 'x x.sbpf:2', { computeUnits: 0 }],
    [
      'units for half of it',
      'mov64 r0, 0\n exit',
      /It had 1 compute unit; .* it took 1 compute unit\./,
      'x x.sbpf:3',
      { computeUnits: 1 },
    ],
    ['a read of nothing', 'ldxdw r0, [r9+0]\n exit', /unallocated region\)\. Nothing lies there/, 'x x.sbpf:2'],
    [
      'a write behind its stack',
      'lddw r1, 0x200100000\n stxdw [r1], r1\n exit',
      /There is the stack; a frame has 4,096/,
      'x x.sbpf:3',
    ],
    [
      'a write to its file',
      'lddw r1, 0x100000000\n stxdw [r1], r1\n exit',
      /There the program has its own file/,
      'x x.sbpf:3',
    ],
    ['a read behind its heap', 'lddw r1, 0x300008000\n ldxdw r1, [r1]\n exit', /There is the heap/, 'x x.sbpf:3'],
    [
      'a write behind its accounts',
      'lddw r2, 0x20000\n add64 r1, r2\n stxdw [r1], r1\n exit',
      /The nearest account before it is "state": this lies \d+,\d+ bytes behind the start of its data, which has 128\./,
      'x x.sbpf:4',
    ],
    [
      'a write behind accounts of which one is named twice',
      'lddw r2, 0x20000\n add64 r1, r2\n stxdw [r1], r1\n exit',
      /The nearest account before it is "b": .* its data, which has 20\./,
      'x x.sbpf:4',
      { accounts: { a: { size: 10 }, b: { size: 20 } }, instructions: [{ accounts: ['a', 'b', 'a'] }] },
    ],
    [
      'recursion',
      'call entrypoint\n exit',
      /max BPF to BPF call depth\. Functions can call each other 63 deep/,
      'entrypoint x.sbpf:2',
    ],
    [
      'a call of nothing',
      'mov64 r1, 0\n callx r1\n exit',
      /callx.* The register of callx holds no address of code; put that of a function into it/,
      'outside of the code x.sbpf:3',
    ],
    [
      'an unknown call',
      'call sol_foo\n exit\n.extern sol_foo',
      /neither a function nor a syscall of this chain; see "features"/,
      'x x.sbpf:2',
    ],
    ['an end without exit', 'mov64 r0, 0', /past the end of the text segment.* end it with "exit"\./, 'x x.sbpf:2'],
    [
      'a panic',
      'call abort\n exit',
      /SBF program panicked\. The transaction is undone, only its fee is paid/,
      'x x.sbpf:2',
    ],
    [
      'an odd result',
      'lddw r0, 0xffff00000000\n exit',
      /invalid error code\. What a program leaves in r0 is 0/,
      'x x.sbpf:3',
    ],
  ];
  for (const [name, text, sentence, where, scenario = {}] of endings)
    test(name, async () => {
      const { said, where: there } = await ending(scenario, { 'x.sbpf': `entrypoint:\n ${text}\n` });
      assert.match(said, sentence);
      assert.equal(there, where);
    });

  test('a write behind a stack whose frames it moves itself', async () => {
    const bytes = elf('v1', 'entrypoint:\n lddw r1, 0x200100000\n stxdw [r1], r1\n exit\n');
    const sentence = /There is the stack, which has 262,144 bytes; the program makes room in it when it moves r10/;
    await endsIn({ program: 'a.so' }, sentence, undefined, { 'a.so': bytes });
  });

  test('an account that is left with too little', async () => {
    const transfer = { program: 'System Program', accounts: ['payer', 'poor'], data: '02000000' + '0100000000000000' };
    const sentence = /"poor" would be left .*; leave it 890,880, and 6,960 more for each byte, or nothing/;
    await endsIn({ accounts: { poor: { lamports: 0 } }, signers: ['payer'], instructions: [transfer] }, sentence);
  });

  test('a program that calls itself for ever', async () => {
    const { scenario, files } = callChain([key(1)], key(1));
    const { said } = await ending(scenario, files);
    assert.match(said, /call depth too deep\. Programs can call each other 5 deep/);
  });

  test('a program that is called back', async () => {
    const { scenario, files } = callChain([key(1), key(2)], key(1));
    const { said } = await ending(scenario, files);
    assert.match(said, /reentrancy not allowed.* A program that waits for another cannot be called by that/);
  });

  test('programs that call each other too deep', async () => {
    const { scenario, files } = callChain([1, 2, 3, 4, 5, 6].map(key), key(6));
    assert.match((await ending(scenario, files)).said, /call depth too deep/);
  });

  test('a call of a program that the instruction does not name', async () => {
    const { scenario, files } = callChain([key(1)], key(7));
    assert.match(
      (await ending(scenario, files)).said,
      /account required by the instruction is missing\. A program can call only/,
    );
  });

  test('a transaction of too many instructions', async () => {
    await endsIn(
      { instructions: Array(65).fill({}) },
      /trace length exceeded\. A transaction runs at most 64 instructions/,
    );
  });
});

describe('what is too much for this computer ends in a stop of its own kind, and the way back works', () => {
  const loop = 'entrypoint:\n  ja entrypoint\n';

  test('steps', async () => {
    const { reason, description, where } = await ending(
      { computeUnits: 4_000_000_000 },
      { 'x.sbpf': loop },
      { limits: { steps: 5000 } },
    );
    assert.equal(reason, 'exception');
    assert.match(description, /^Stopped after 5,000 steps, the limit for one run; raise the setting/);
    assert.equal(where, 'x x.sbpf:2');
  });

  test('memory', async () => {
    const accounts = { big: { size: 10 * 2 ** 20, owner: 'program' } };
    const { description } = await ending({ accounts }, {}, { limits: { memory: 2 ** 20 } });
    assert.match(description, /^Stopped: the program asks for 11 MiB of memory, and the limit is 1 MiB; raise/);
  });

  test('nothing, of the largest accounts that a transaction takes', async () => {
    const big = (count: number) => ({
      accounts: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`big${i}`, { size: 10 * 2 ** 20, owner: 'program' }]),
      ),
    });
    assert.match((await ending(big(6))).said, /succeeded/);
    assert.match(
      (await ending(big(7))).said,
      /max loaded accounts data size cap\. All accounts of a transaction may have 64 MiB/,
    );
  });

  test('a loop for ever, which can be paused', async () => {
    const scenario = { program: 'x.sbpf', computeUnits: 4_000_000_000 };
    const debugging = session({ 's.gaslamp.json': scenario, 'x.sbpf': loop });
    await debugging.start({ program: '/w/s.gaslamp.json', stopOnEntry: true });
    await debugging.client.ask('continue', { threadId: debugging.thread });
    await debugging.client.ask('pause', { threadId: debugging.thread });
    assert.equal((await debugging.stopped()).reason, 'pause');
    assert.equal(await debugging.where(), 'x x.sbpf:2');
    await debugging.go('stepBack', { granularity: 'instruction' });
    assert.equal((await debugging.go('reverseContinue')).reason, 'entry');
  });

  test('a heap that is too large', async () => {
    const asking = (bytes: number) => ({
      instructions: [{ program: 'Compute Budget', instruction: 'requestHeapFrame', args: { bytes } }, {}],
    });
    assert.match(
      (await ending(asking(2 ** 20))).said,
      /invalid instruction data\. .* a heap has from 32,768 to 262,144 bytes, in steps of 1,024/,
    );
    assert.match((await ending(asking(2 ** 18))).said, /succeeded/);
  });
});

test('units that end anywhere end there, in calls of other programs too, and the way back works', async () => {
  const { scenario, files } = callChain([1, 2].map(key), key(2));
  const { said } = await ending({ ...scenario, computeUnits: 100_000 }, files);
  assert.match(said, /call depth too deep/);
  for (const computeUnits of [1, 11, 12, 13, 14, 500, 957, 958, 959, 960, 972, 1900, 1920, 2887, 3848]) {
    const { said, where } = await ending({ ...scenario, computeUnits }, files);
    assert.match(
      said,
      /(exceeded CUs meter|Computational budget exceeded).* It had [\d,]+ compute units?[;]/,
      String(computeUnits),
    );
    assert.match(where, /\.sbpf:\d+$/);
  }
});

test('a damaged program is loaded or refused in a sentence, and its run is bounded', () => {
  const seed = newSeed();
  const versions = ['v0', 'v1', 'v2', 'v3'];
  for (let n = 0; n < 200; n++) {
    const random = randomFrom((seed + n) >>> 0);
    const bytes = damaged(
      elf(random.pick(versions), 'entrypoint:\n mov64 r1, 5\n call f\n exit\nf:\n mov64 r0, 0\n exit\n'),
      seed + n,
    );
    const file = { uri: 'file:///w/a.so', name: 'a.so', bytes };
    const limits = { steps: hostileSteps, memory: 2 ** 26 };
    isRefusedOrBounded(() => solana.load(file, { version: 'v0', limits, launch: { computeUnits: 10_000 } }), seed + n);
  }
});
