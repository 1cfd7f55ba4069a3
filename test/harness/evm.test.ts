import { evm } from '../../engines/evm/index.ts';
import { toBytes } from '../../engines/evm/words.ts';
import { structLogs } from '../evm/struct-logs.ts';
import { engineHarness, type Trial, textFile } from './harness.ts';

const program = (text: string) => textFile('program.easm', text);
const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`;
const stack = (frame: number, at: bigint) => ({ space: `stack#${frame}`, at, size: 1 });

/** Stores its call data's first word in slot 0, keeps it in slot 1 for the transaction, returns twice of it, or reverts if it is 0. */
const callee = '0x5f35805f558060015d80156016578060011b5f5260205ff35b5f5ffd';

const calls: Trial = {
  title: 'calls of every kind, one of which reverts',
  file: program(`
    push 5
    push 0
    mstore
    ; success and failure
    push 32
    push 64
    push 32
    push 0
    push 3
    push 0xca11ee
    push 50000
    call
    push 32
    push 64
    push 32
    push 32
    push 0xca11ee
    gas
    delegatecall
    push 0
    push 0
    push 32
    push 0
    push 0xca11ee
    gas
    staticcall
    push 32
    push 96
    push 64
    push 0
    push 2
    gas
    staticcall
    push 7
    push 9
    sstore
    push 64
    push 0
    push 0xbeef
    log1
    push 64
    push 64
    return`),
  options: { launch: { balance: 10, accounts: { [address(0xca11ee)]: { code: callee } } } },
  edits: [{ step: 3, location: { space: 'memory#0', at: 0n, size: 32 }, value: toBytes(0n) }],
};

/** Programs whose last instruction asks for a megabyte, when it has perhaps done something else already. */
const greedy = Object.entries({
  EXTCODECOPY: 'push 1; push 0; push 0x100000; push 0xdead; extcodecopy',
  CALL: 'push 1; push 0x100000; push 0; push 0; push 1; push 0xdead; gas; call',
  CREATE: 'push 1; push 0x100000; push 1; create',
  CREATE2: 'push 0; push 1; push 0x100000; push 1; create2',
  RETURNDATACOPY:
    'push 0; push 0; push 1; push 0; push 4; gas; staticcall; push 1; push 0; push 0x100000; returndatacopy',
  LOG1: 'push 7; push 1; push 0x100000; log1',
}).map(
  ([mnemonic, text]): Trial => ({
    title: `the host has no more memory for ${mnemonic}`,
    file: program(text.replaceAll('; ', '\n')),
    options: { limits: { steps: 1000, memory: 2 ** 16 }, launch: { gas: '0x7fffffffffffffff', balance: 5 } },
  }),
);

/** A run of the calls, as other tools record it. */
const lines = (): string[] => {
  const { file, options } = calls;
  const program = evm.load(file, { version: 'osaka', limits: { steps: 1e6, memory: 2 ** 24 }, launch: {}, ...options });
  return [...(evm.trace?.(program.start()) ?? [])];
};
const recorded: readonly Trial[] = [
  { title: 'a recorded run, as EIP-3155 has it', file: textFile('run.jsonl', lines().join('\n')) },
  { title: 'a recorded run, as debug_traceTransaction answers', file: textFile('run.json', structLogs(lines())) },
];

engineHarness(evm, {
  programs: [
    {
      title: 'a countdown with storage and memory',
      file: program(`
        push 6
        loop:
        dup1
        dup1
        sstore
        dup1
        push 32
        mul
        mload
        pop
        push 1
        swap1
        sub
        dup1
        jumpi @loop
        stop`),
      edits: [
        { step: 1, location: stack(0, 0n), value: toBytes(4n) },
        { step: 20, location: { space: `storage:${address(0xc0de00)}`, at: 77n, size: 1 }, value: toBytes(1n) },
      ],
    },
    calls,
    {
      title: 'creations, one of them refused',
      file: program(`
        push 0x600a600c600039600a6000f3602a60005260206000f3
        push 0
        mstore
        push 22
        push 10
        push 0
        create
        push 0
        push 0
        push 0
        push 0
        push 0
        dup6
        gas
        call
        push 0
        push 22
        push 10
        push 0
        create2
        push 0
        push 22
        push 10
        push 0
        create2
        push 0x60ef60005360016000f3
        push 0
        mstore
        push 10
        push 22
        push 0
        create
        push 0xdead
        selfdestruct`),
    },
    { title: 'out of gas', file: program('loop: push 1\n pop\n jump @loop'), options: { launch: { gas: 200 } } },
    { title: 'running off the end', file: program('push 1\n push 2\n add') },
    { title: 'an invalid opcode', file: program('push 1\n invalid') },
    { title: 'a bad jump', file: program('push 1\n jump') },
    { title: 'no stack', file: program('push 1\n add') },
    {
      title: 'a revert with a reason',
      file: program('push 0x11\n push 0x4e487b71\n push 0\n mstore\n push 32\n mstore\n push 36\n push 28\n revert'),
    },
    {
      title: 'the host has no more memory',
      file: program('push 1\n push 0\n mstore\n push 1\n push 0x100000\n mstore\n stop'),
      options: { limits: { steps: 1000, memory: 2 ** 16 }, launch: { gas: '0x7fffffffffffffff' } },
    },
    ...greedy,
    ...recorded,
    {
      title: 'the host grants no more steps',
      file: program('loop: push 1\n pop\n jump @loop'),
      options: { limits: { steps: 20, memory: 1000 } },
    },
    {
      title: 'a precompile that refuses its input',
      file: program('push 0\n push 0\n push 1\n push 0\n push 0\n push 8\n gas\n call\n stop'),
    },
    {
      title: 'a transaction that gets a refund',
      file: program('push 0\n push 0\n sstore\n push 0\n push 0\n log0\n push 1\n push 1\n sstore\n stop'),
      options: { launch: { transaction: { type: 2 }, storage: { 0: 5 } } },
    },
    {
      title: 'a transaction that costs no more than its data',
      file: program('push 1\n pop'),
      options: { launch: { transaction: {}, calldata: `0x${'01'.repeat(300)}`, gas: 40_000 } },
    },
    {
      title: 'a transaction that runs out of gas',
      file: program('push 1\n push 0\n sstore\n loop: jump @loop'),
      options: { launch: { transaction: {}, gas: 60_000, value: 3 } },
    },
    {
      title: 'a transaction that destroys its contract, before London',
      file: program('push 0\n push 0\n sstore\n push 0xdead\n selfdestruct'),
      options: { version: 'istanbul', launch: { transaction: {}, storage: { 0: 5 }, balance: 9 } },
    },
    {
      title: 'an older fork',
      file: program(
        'push 1\n push 0\n sstore\n push 0\n push 0\n sstore\n push 0\n sload\n push 0xdead\n selfdestruct',
      ),
      options: { version: 'tangerine' },
    },
  ],
  endless: {
    title: 'a loop that counts in 16 KB of memory and 256 slots of storage',
    file: program(`
      push 0
      loop:
      dup1
      dup1
      push 0x3fff
      and
      mstore
      dup1
      dup1
      push 0xff
      and
      sstore
      push 1
      add
      jump @loop`),
    options: { launch: { gas: '0x7fffffffffffffff' } },
  },
});
