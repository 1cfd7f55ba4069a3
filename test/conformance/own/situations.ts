import { assemble, toHex } from '../../evm/run.ts';
import type { AccountContent, Hex, TransactionVariants } from '../state-test.ts';

/** A test of our own before anybody said what comes of it. */
export type Situation = {
  readonly name: string;
  /** By the names that suites give them. */
  readonly forks: readonly string[];
  /** Beside the sender and the contract that the transaction calls. */
  readonly accounts?: Readonly<Record<Hex, Partial<AccountContent>>>;
  readonly transaction?: Partial<TransactionVariants>;
  /** The rule that the transaction breaks, by the name that execution-spec-tests give it. */
  readonly refusedWith?: string;
};

export const contract: Hex = `0x${'c0'.repeat(20)}`;
const other: Hex = `0x${'0e'.repeat(20)}`;
const nobody: Hex = `0x${'0f'.repeat(20)}`;

const code = (text: string): Hex => `0x${toHex(assemble(text))}`;
const running = (text: string) => ({ [contract]: { code: code(text) } });
const hexWord = (value: bigint) => value.toString(16).padStart(64, '0');
const push = (address: Hex) => `push ${address};`;

/** Those that differ most, in the view of what a test is about. */
const everyFork =
  'Frontier Homestead EIP150 EIP158 Byzantium Constantinople ConstantinopleFix Istanbul Berlin London Paris Shanghai Cancun Prague Osaka BPO1 BPO2'.split(
    ' ',
  );
const since = (fork: string) => everyFork.slice(everyFork.indexOf(fork));

/** Calls the account that the first word of the data says, with the gas of the second, and keeps all that comes of it. */
const caller = `
  push 64 calldatasize sub; dup1 push 64 push 0 calldatacopy
  push 32 push 0x1000 dup3 push 0 push 0 push 0 calldataload push 32 calldataload call
  push 0 sstore
  push 0x1000 mload push 1 sstore
  calldatasize push 2 sstore; stop`;

const callData = (address: number, gas: number, input: string) =>
  `0x${hexWord(BigInt(address))}${hexWord(BigInt(gas))}${input}` as Hex;

/** Inputs at the edges: nothing, zeros, ones, and lengths around what is expected, with just enough gas and too little. */
const edges = (address: number, gas: number, size: number): Hex[] => [
  callData(address, gas, ''),
  callData(address, gas, '00'.repeat(size)),
  callData(address, gas, 'ff'.repeat(size)),
  callData(address, gas, '00'.repeat(size - 1)),
  callData(address, gas, '00'.repeat(size + 1)),
  callData(address, 1, '00'.repeat(size)),
];

const precompile = (name: string, address: number, fork: string, gas: number, size: number, more: Hex[] = []) => ({
  name: `precompile ${name}`,
  forks: [...new Set([...since(fork).slice(0, 1), ...since(fork).slice(-6, -2)])],
  accounts: running(caller),
  transaction: { data: [...edges(address, gas, size), ...more] },
});

/** The generators of bn254, and their sum with themselves. */
const bn254One = hexWord(1n) + hexWord(2n);
/** 3 ** 5 % 7 with lengths of one byte. */
const smallPower = `${hexWord(1n)}${hexWord(1n)}${hexWord(1n)}030507`;

const precompiles: Situation[] = [
  precompile('ecrecover', 1, 'Frontier', 3000, 128),
  precompile('sha256', 2, 'Frontier', 200, 64),
  precompile('ripemd160', 3, 'Frontier', 2000, 64),
  precompile('identity', 4, 'Frontier', 100, 64),
  precompile('modexp', 5, 'Byzantium', 100_000, 96, [callData(5, 10_000, smallPower), callData(5, 100, smallPower)]),
  precompile('bn254 addition', 6, 'Byzantium', 500, 128, [callData(6, 500, bn254One + bn254One)]),
  precompile('bn254 multiplication', 7, 'Byzantium', 40_000, 96, [callData(7, 40_000, bn254One + hexWord(9n))]),
  precompile('bn254 pairing', 8, 'Byzantium', 200_000, 192),
  precompile('blake2f', 9, 'Istanbul', 1000, 213),
  precompile('BLS12-381 G1 addition', 11, 'Prague', 375, 256),
  precompile('BLS12-381 G1 multi-scalar multiplication', 12, 'Prague', 12_000, 160),
  precompile('BLS12-381 G2 addition', 13, 'Prague', 600, 512),
  precompile('BLS12-381 G2 multi-scalar multiplication', 14, 'Prague', 22_500, 288),
  precompile('BLS12-381 pairing', 15, 'Prague', 70_300, 384),
  precompile('BLS12-381 map to G1', 16, 'Prague', 5500, 64),
  precompile('BLS12-381 map to G2', 17, 'Prague', 23_800, 128),
  precompile('P256VERIFY', 256, 'Osaka', 6900, 160),
];

const store = 'push 0 calldataload push 32 calldataload sstore;';

const calls: Situation[] = [
  {
    name: 'slots are set, changed and cleared, with refunds',
    forks: everyFork,
    accounts: {
      [contract]: { code: code(`${store} push 7 push 32 calldataload sstore; stop`), storage: { '0x01': '0x05' } },
    },
    transaction: {
      data: [0n, 5n, 7n].flatMap((value) => [0n, 1n].map((key) => `0x${hexWord(value)}${hexWord(key)}` as Hex)),
    },
  },
  {
    name: 'what a callee that fails did is undone, and its gas is gone',
    forks: everyFork,
    accounts: {
      ...running(
        `push 0 push 0 push 0 push 0 push 1 ${push(other)} push 50000 call; push 0 sstore; gas push 1 sstore; stop`,
      ),
      [other]: { code: code('push 1 push 0 sstore; push 0 push 0 log0; invalid') },
    },
    transaction: { value: ['0x0a'] },
  },
  {
    name: 'a callee that reverts gives back its gas and says why',
    forks: since('Byzantium'),
    accounts: {
      ...running(
        `push 0 push 0 push 0 push 0 push 0 ${push(other)} push 50000 call; push 0 sstore; returndatasize push 1 sstore; stop`,
      ),
      [other]: { code: code('push 1 push 0 sstore; push 33 push 0 revert') },
    },
  },
  {
    name: 'accounts without anything in them are called and paid',
    forks: everyFork,
    accounts: {
      ...running(
        `push 0 push 0 push 0 push 0 push 0 ${push(nobody)} push 0 call; push 0 push 0 push 0 push 0 push 0 push 0 calldataload push 0 call; add push 0 sstore; stop`,
      ),
      [other]: { balance: '0x00' },
    },
    transaction: { data: [`0x${other.slice(2).padStart(64, '0')}`, `0x${hexWord(3n)}`] },
  },
  {
    name: 'CALLCODE and DELEGATECALL run the code of others on their own storage',
    forks: since('Homestead'),
    accounts: {
      ...running(
        `push 0 push 0 push 0 push 0 push 1 ${push(other)} gas push 2 swap1 div callcode; push 0 push 0 push 0 push 0 ${push(other)} gas push 2 swap1 div delegatecall; add push 9 sstore; stop`,
      ),
      [other]: { code: code('caller push 1 sstore; callvalue push 2 sstore; address push 3 sstore; stop') },
    },
    transaction: { value: ['0x02'] },
  },
  {
    name: 'a static call may not write',
    forks: since('Byzantium'),
    accounts: {
      ...running(
        `push 0 push 0 push 0 push 0 ${push(other)} push 30000 staticcall; push 1 add push 0 sstore; gas push 1 sstore; stop`,
      ),
      [other]: { code: code('push 1 push 0 sstore; stop') },
    },
  },
  {
    name: 'logs of every size',
    forks: ['Frontier', 'Byzantium', 'Osaka'],
    accounts: running(
      'push 7 push 0 mstore; push 1 push 31 log0; push 1 push 32 push 0 log1; push 1 push 2 push 0 push 0 log2; push 1 push 2 push 3 push 5 push 30 log3; push 1 push 2 push 3 push 4 push 100 push 0 log4; stop',
    ),
  },
  {
    name: 'transient storage lasts for the transaction',
    forks: since('Cancun'),
    accounts: {
      ...running(
        `push 5 push 1 tstore; push 0 push 0 push 0 push 0 push 0 ${push(other)} gas call; push 1 tload push 0 sstore; sstore; stop`,
      ),
      [other]: { code: code('push 9 push 1 tstore; push 1 tload push 0 sstore; stop') },
    },
  },
  {
    name: 'what the block and the transaction say',
    forks: since('Cancun'),
    accounts: running(
      [
        'coinbase',
        'timestamp',
        'number',
        'prevrandao',
        'gaslimit',
        'chainid',
        'basefee',
        'blobbasefee',
        'gasprice',
        'origin',
      ]
        .map((name, i) => `${name} push ${i} sstore;`)
        .join(' '),
    ),
    transaction: { gasLimit: ['0x0f4240'] },
  },
];

/** Init code that returns what `calldataload`-free code makes of memory: `size` bytes from offset 0 after `text`. */
const creation = (text: string, size: number) => code(`${text} push ${size} push 0 return`);

const creations: Situation[] = [
  {
    name: 'a transaction creates a contract, or fails to',
    forks: everyFork,
    transaction: {
      to: '',
      gasLimit: ['0x033450'],
      data: [
        '0x',
        '0x00',
        creation('push 0x60 push 0 mstore8;', 3),
        creation('push 0xef push 0 mstore8;', 3),
        creation('push 1 push 0 sstore;', 0),
        creation('', 0x6000),
        code('push 0 push 0 log0; push 0 push 0 revert'),
        code('address selfdestruct'),
      ],
      value: ['0x01'],
    },
  },
  {
    name: 'CREATE and CREATE2 at a free address, and at one that is taken',
    forks: since('Constantinople'),
    accounts: running(
      'push 0x6001600055 push 0 mstore; push 7 push 5 push 27 push 1 create2; push 0 sstore; push 7 push 5 push 27 push 1 create2; push 1 sstore; push 5 push 27 push 1 create; push 2 sstore; gas push 3 sstore; stop',
    ),
    transaction: { value: ['0x05'] },
  },
  {
    name: 'a contract destroys itself and sends what it has',
    forks: everyFork,
    accounts: {
      ...running(
        `push 0 push 0 push 0 push 0 push 3 ${push(other)} push 90000 call; push 0 sstore; ${push(other)} balance push 1 sstore; stop`,
      ),
      [other]: {
        code: code('push 0 calldataload pop address selfdestruct'),
        storage: { '0x01': '0x01' },
        balance: '0x05',
      },
    },
    transaction: { value: ['0x03'] },
  },
  {
    name: 'a contract that is created and destroyed in the same transaction',
    forks: since('Byzantium'),
    accounts: running(
      `push ${BigInt(code(`${push(nobody)} selfdestruct`))} push 0 mstore; push 22 push 10 push 2 create; dup1 push 0 sstore; push 0 push 0 push 0 push 0 push 1 swap5 gas call; push 1 sstore; stop`,
    ),
    transaction: { value: ['0x05'] },
  },
];

const fee = { maxFeePerGas: '0x14', maxPriorityFeePerGas: '0x03' } as const;
const list = [{ address: other, storageKeys: [0n, 1n].map((key): Hex => `0x${hexWord(key)}`) }] as const;

const types: Situation[] = [
  {
    name: 'an access list makes what it names warm',
    forks: since('Berlin'),
    accounts: running(`${push(other)} balance pop; push 0 sload pop; gas push 0 sstore; stop`),
    transaction: { accessLists: [[...list, { address: contract, storageKeys: [`0x${hexWord(0n)}`] }]] },
  },
  {
    name: 'a fee with a tip: part of it is burnt',
    forks: since('London'),
    accounts: running('gasprice push 0 sstore; stop'),
    transaction: { ...fee, value: ['0x01'] },
  },
  {
    name: 'much data and few instructions cost the floor',
    forks: since('Shanghai'),
    accounts: running('push 0 push 1 sstore; stop'),
    transaction: { data: [`0x${'00'.repeat(300)}`, `0x${'01'.repeat(300)}`] },
  },
];

const refused = (
  name: string,
  refusedWith: string,
  transaction: Partial<TransactionVariants>,
  forks = ['London', 'Osaka'],
) => ({
  name: `refused: ${name}`,
  forks,
  accounts: running('stop'),
  refusedWith: `TransactionException.${refusedWith}`,
  transaction,
});

const refusals: Situation[] = [
  refused('too little gas', 'INTRINSIC_GAS_TOO_LOW', { gasLimit: ['0x5207'] }, everyFork),
  refused(
    'below the floor',
    'INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
    { gasLimit: ['0x6b6b'], data: [`0x${'01'.repeat(300)}`] },
    ['Prague', 'Osaka'],
  ),
  refused('more gas than the block has', 'GAS_ALLOWANCE_EXCEEDED', { gasLimit: ['0x01c9c381'] }, [
    'Frontier',
    'Prague',
  ]),
  refused('above the cap', 'GAS_LIMIT_EXCEEDS_MAXIMUM', { gasLimit: ['0x01000001'] }, ['Osaka']),
  refused('a nonce too low', 'NONCE_MISMATCH_TOO_LOW', { nonce: '0x00' }, everyFork),
  refused('a nonce too high', 'NONCE_MISMATCH_TOO_HIGH', { nonce: '0x02' }),
  refused(
    'more value than the sender has',
    'INSUFFICIENT_ACCOUNT_FUNDS',
    { value: [`0x0${'f'.repeat(60)}`] },
    everyFork,
  ),
  refused('below the base fee', 'INSUFFICIENT_MAX_FEE_PER_GAS', { gasPrice: '0x06' }),
  refused('a tip above the fee', 'PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS', {
    maxFeePerGas: '0x14',
    maxPriorityFeePerGas: '0x15',
  }),
  refused(
    'init code too large',
    'INITCODE_SIZE_EXCEEDED',
    { to: '', data: [`0x${'00'.repeat(0xc001)}`], gasLimit: ['0x0f4240'] },
    ['Shanghai', 'Osaka'],
  ),
];

export const situations: readonly Situation[] = [...precompiles, ...calls, ...creations, ...types, ...refusals];
