// biome-ignore-all lint/suspicious/noSelfCompare: each pop gives another value
import { costAt, type Flow, type Instruction, type Meaning, type Operand } from '../instruction.ts';
import { call } from './calls.ts';
import { create } from './creations.ts';
import { constant, type Effect, fromMemory, jumping, moving, type Plain, read, result, toMemory } from './effects.ts';
import { fail, finish, revert, selfdestruct, stop } from './endings.ts';
import {
  account,
  calling,
  copying,
  copyingCode,
  creating,
  destroying,
  type Extra,
  exponent,
  extraCostsOf,
  hashing,
  loading,
  logging,
  memory,
  storing,
} from './extra-costs.ts';
import { type ForkId, forks, rules } from './forks.ts';
import type { Frame } from './frame.ts';
import { warmAccess } from './schedule.ts';
import { loadStorage, loadTransient, storeStorage, storeTransient } from './storage.ts';
import {
  addModulo,
  addressOf,
  byteAt,
  divide,
  flag,
  leadingZeros,
  mask,
  modulo,
  multiplyModulo,
  power,
  shiftLeft,
  shiftRight,
  shiftRightSigned,
  signExtend,
  signed,
  signedDivide,
  signedModulo,
  word,
} from './words.ts';

/** A row of the EVM: what every engine states, with the byte that encodes it and the function that executes it. */
export type EvmInstruction<Name extends string = string> = Instruction<Name> & {
  readonly opcode: number;
  /** Runs after the base cost was charged and the height of the stack was checked. @throws Halt, HostLimit */
  run(f: Frame): void;
  /** The same for what is plain, as a segment uses it. */
  readonly plain: Plain | undefined;
};

/** Gas since Frontier, or by fork: an amount, and the EIP that set it. `undefined` removes the instruction. */
type Gas = number | readonly (readonly [since: ForkId, amount: number | undefined, eip?: string])[];

type More = {
  readonly flow?: Flow;
  readonly extra?: Extra;
  readonly operands?: readonly Operand[];
  readonly aliases?: readonly string[];
  /** What a later fork made of it. */
  readonly later?: Meaning;
};

const names = (text: string | undefined) => (text ?? '').split(' ').filter((name) => name !== '');

/** `stack` reads `takes → leaves`, top first. What no EIP brought is in the Yellow Paper. */
const op = <const Name extends string>(
  opcode: number,
  mnemonic: Name,
  stack: string,
  gas: Gas,
  doc: string,
  effect: Effect | Effect['run'],
  more: More = {},
): EvmInstruction<Name> => {
  const [takes, leaves] = stack.split('→').map(names);
  const changes = typeof gas === 'number' ? [['frontier', gas] as const] : gas;
  const costs = changes.map(([since, amount, source]) => ({ since, amount, ...(source && { source }) }));
  const { flow = 'next', operands = [], aliases, extra, later } = more;
  const { run, plain } = typeof effect === 'function' ? { run: effect, plain: undefined } : effect;
  return {
    opcode,
    mnemonic,
    ...(aliases && { aliases }),
    encoding: `0x${opcode.toString(16).padStart(2, '0')}`,
    operands,
    takes: takes ?? [],
    leaves: leaves ?? [],
    flow,
    costs,
    extraCosts: extra ? extraCostsOf(costs, extra) : [],
    doc,
    ...(later && { meanings: [{ since: costs[0]?.since ?? 'frontier', text: doc }, later] }),
    source: costs[0]?.source ?? 'Yellow Paper',
    run,
    plain,
  };
};

// biome-ignore format: a table is read by its columns
const arithmetic = [
  op(0x01, 'ADD',        'a b → sum',                3, 'Sum, modulo 2^256.',                                      result((a, b) => word(a + b))),
  op(0x02, 'MUL',        'a b → product',            5, 'Product, modulo 2^256.',                                  result((a, b) => word(a * b))),
  op(0x03, 'SUB',        'a b → difference',         3, '`a` - `b`, modulo 2^256.',                                result((a, b) => word(a - b))),
  op(0x04, 'DIV',        'a b → quotient',           5, '`a` / `b` rounded down; 0 if `b` is 0.',                  result(divide)),
  op(0x05, 'SDIV',       'a b → quotient',           5, '`a` / `b` as signed numbers, rounded towards 0; 0 if `b` is 0.', result(signedDivide)),
  op(0x06, 'MOD',        'a b → remainder',          5, 'Remainder of `a` / `b`; 0 if `b` is 0.',                  result(modulo)),
  op(0x07, 'SMOD',       'a b → remainder',          5, 'Signed remainder of `a` / `b`, with the sign of `a`; 0 if `b` is 0.', result(signedModulo)),
  op(0x08, 'ADDMOD',     'a b n → result',           8, '(`a` + `b`) mod `n`, the sum not cut to 256 bits; 0 if `n` is 0.', result(addModulo)),
  op(0x09, 'MULMOD',     'a b n → result',           8, '(`a` * `b`) mod `n`, the product not cut to 256 bits; 0 if `n` is 0.', result(multiplyModulo)),
  op(0x0a, 'EXP',        'base exponent → power',   10, '`base` to the power of `exponent`, modulo 2^256.',        (f) => f.push(power(f.pop(), f.payExponent(f.pop()))), { extra: exponent }),
  op(0x0b, 'SIGNEXTEND', 'size value → extended',    5, 'Widens a signed number of `size` + 1 bytes to 256 bits.', result(signExtend)),

  op(0x10, 'LT',         'a b → result',             3, '1 if `a` < `b`, else 0.',                                 result((a, b) => flag(a < b))),
  op(0x11, 'GT',         'a b → result',             3, '1 if `a` > `b`, else 0.',                                 result((a, b) => flag(a > b))),
  op(0x12, 'SLT',        'a b → result',             3, '1 if `a` < `b` as signed numbers, else 0.',               result((a, b) => flag(signed(a) < signed(b)))),
  op(0x13, 'SGT',        'a b → result',             3, '1 if `a` > `b` as signed numbers, else 0.',               result((a, b) => flag(signed(a) > signed(b)))),
  op(0x14, 'EQ',         'a b → result',             3, '1 if `a` equals `b`, else 0.',                            result((a, b) => flag(a === b))),
  op(0x15, 'ISZERO',     'a → result',               3, '1 if `a` is 0, else 0.',                                  result((a) => flag(a === 0n))),
  op(0x16, 'AND',        'a b → result',             3, 'Bits that are set in both.',                              result((a, b) => a & b)),
  op(0x17, 'OR',         'a b → result',             3, 'Bits that are set in either.',                            result((a, b) => a | b)),
  op(0x18, 'XOR',        'a b → result',             3, 'Bits that are set in exactly one.',                       result((a, b) => a ^ b)),
  op(0x19, 'NOT',        'a → result',               3, 'Every bit inverted.',                                     result((a) => a ^ mask)),
  op(0x1a, 'BYTE',       'index value → byte',       3, 'Byte `index` of `value`, 0 being the most significant; 0 beyond 31.', result(byteAt)),
  op(0x1b, 'SHL',        'shift value → result',    [['constantinople', 3, 'EIP-145']], '`value` shifted left by `shift` bits.',                    result(shiftLeft)),
  op(0x1c, 'SHR',        'shift value → result',    [['constantinople', 3, 'EIP-145']], '`value` shifted right by `shift` bits, zeros moving in.',  result(shiftRight)),
  op(0x1d, 'SAR',        'shift value → result',    [['constantinople', 3, 'EIP-145']], '`value` shifted right by `shift` bits, its sign moving in.', result(shiftRightSigned)),
  op(0x1e, 'CLZ',        'value → count',           [['osaka', 5, 'EIP-7939']],         'Zero bits above the highest bit that is set; 256 for 0.',  result(leadingZeros)),

  op(0x20, 'KECCAK256',  'offset size → hash',      30, 'Keccak-256 of `size` bytes of memory at `offset`.',      (f) => f.push(f.keccak(f.pop(), f.pop())), { extra: hashing }),
] as const;

// biome-ignore format: a table is read by its columns
const surroundings = [
  op(0x30, 'ADDRESS',        '→ address',               2, 'Address of the account whose code runs and whose storage it has.', read((f) => BigInt(f.call.address))),
  op(0x31, 'BALANCE',        'address → balance',       [['frontier', 20], ['tangerine', 400, 'EIP-150'], ['istanbul', 700, 'EIP-1884'], ['berlin', warmAccess, 'EIP-2929']], 'Balance of an account, in wei.', (f) => f.push(f.vm.state.balance(f.warm(f.pop()))), { extra: account }),
  op(0x32, 'ORIGIN',         '→ address',               2, 'Address that signed the transaction.',                    read((f) => BigInt(f.vm.transaction.origin))),
  op(0x33, 'CALLER',         '→ address',               2, 'Address that made this call.',                            read((f) => BigInt(f.call.caller))),
  op(0x34, 'CALLVALUE',      '→ value',                 2, 'Wei sent with this call.',                                read((f) => f.call.value)),
  op(0x35, 'CALLDATALOAD',   'offset → word',           3, 'Word of the call data at `offset`; zeros past its end.',  read((f, offset) => f.calldataWord(offset))),
  op(0x36, 'CALLDATASIZE',   '→ size',                  2, 'Bytes of call data.',                                     read((f) => BigInt(f.call.data.length))),
  op(0x37, 'CALLDATACOPY',   'to from size →',          3, 'Copies call data to memory; zeros past its end.',         (f) => f.copy(f.call.data), { extra: copying }),
  op(0x38, 'CODESIZE',       '→ size',                  2, 'Bytes of the code that runs.',                            read((f) => BigInt(f.code.bytes.length))),
  op(0x39, 'CODECOPY',       'to from size →',          3, 'Copies the code that runs to memory; zeros past its end.', (f) => f.copy(f.code.bytes), { extra: copying }),
  op(0x3a, 'GASPRICE',       '→ price',                 2, 'Wei per gas that the sender pays.',                       read((f) => f.vm.transaction.gasPrice)),
  op(0x3b, 'EXTCODESIZE',    'address → size',          [['frontier', 20], ['tangerine', 700, 'EIP-150'], ['berlin', warmAccess, 'EIP-2929']], 'Bytes of an account\'s code.', (f) => f.push(BigInt(f.vm.state.code(f.warm(f.pop())).length)), { extra: account }),
  op(0x3c, 'EXTCODECOPY',    'address to from size →',  [['frontier', 20], ['tangerine', 700, 'EIP-150'], ['berlin', warmAccess, 'EIP-2929']], 'Copies an account\'s code to memory; zeros past its end.', (f) => f.copy(f.vm.state.code(f.warm(f.pop()))), { extra: copyingCode }),
  op(0x3d, 'RETURNDATASIZE', '→ size',                  [['byzantium', 2, 'EIP-211']], 'Bytes that the last call from here returned.', read((f) => BigInt(f.returned.length))),
  op(0x3e, 'RETURNDATACOPY', 'to from size →',          [['byzantium', 3, 'EIP-211']], 'Copies what the last call returned to memory; reading past its end fails.', (f) => f.copyReturned(), { extra: copying }),
  op(0x3f, 'EXTCODEHASH',    'address → hash',          [['constantinople', 400, 'EIP-1052'], ['istanbul', 700, 'EIP-1884'], ['berlin', warmAccess, 'EIP-2929']], 'Keccak-256 of an account\'s code; 0 if there is no such account.', (f) => f.push(f.vm.state.codeHash(f.warm(f.pop()))), { extra: account }),
  op(0x40, 'BLOCKHASH',      'number → hash',           20, 'Hash of one of the 256 blocks before this one, else 0.', read((f, number) => f.vm.blockHash(number))),
  op(0x41, 'COINBASE',       '→ address',               2, 'Address that receives the fees of this block.',           read((f) => BigInt(f.vm.block.coinbase))),
  op(0x42, 'TIMESTAMP',      '→ seconds',               2, 'Time of this block, in seconds since 1970.',              read((f) => f.vm.block.timestamp)),
  op(0x43, 'NUMBER',         '→ number',                2, 'Number of this block.',                                   read((f) => f.vm.block.number)),
  op(0x44, 'DIFFICULTY',     '→ difficulty',            [['frontier', 2], ['paris', undefined, 'EIP-4399']], 'Difficulty of this block.',  read((f) => f.vm.block.difficulty)),
  op(0x44, 'PREVRANDAO',     '→ random',                [['paris', 2, 'EIP-4399']],   'Randomness of the beacon chain, fixed for this block.', read((f) => f.vm.block.prevRandao)),
  op(0x45, 'GASLIMIT',       '→ gas',                   2, 'Gas limit of this block.',                                read((f) => f.vm.block.gasLimit)),
  op(0x46, 'CHAINID',        '→ id',                    [['istanbul', 2, 'EIP-1344']], 'Number of this chain: 1 for Ethereum\'s main network.', read((f) => f.vm.block.chainId)),
  op(0x47, 'SELFBALANCE',    '→ balance',               [['istanbul', 5, 'EIP-1884']], 'Balance of this account, in wei.',                     read((f) => f.vm.state.balance(f.call.address))),
  op(0x48, 'BASEFEE',        '→ fee',                   [['london', 2, 'EIP-3198']],   'Base fee of this block, in wei per gas.',              read((f) => f.vm.block.baseFee)),
  op(0x49, 'BLOBHASH',       'index → hash',            [['cancun', 3, 'EIP-4844']],   'Versioned hash of a blob of this transaction; 0 if there is none.', read((f, index) => f.vm.transaction.blobHashes[Number(index)] ?? 0n)),
  op(0x4a, 'BLOBBASEFEE',    '→ fee',                   [['cancun', 2, 'EIP-7516']],   'Base fee of this block\'s blobs, in wei per blob gas.',  read((f) => f.vm.block.blobBaseFee)),
] as const;

// biome-ignore format: a table is read by its columns
const state = [
  op(0x50, 'POP',      'value →',         2, 'Drops the top of the stack.',                               moving((f) => void f.pop())),
  op(0x51, 'MLOAD',    'offset → value',  3, 'Word of memory at `offset`.',                               fromMemory((f) => f.push(f.loadWord(f.pop()))), { extra: memory }),
  op(0x52, 'MSTORE',   'offset value →',  3, 'Writes a word to memory at `offset`.',                      toMemory(32, (f) => f.storeWord(f.pop(), f.pop())), { extra: memory }),
  op(0x53, 'MSTORE8',  'offset value →',  3, 'Writes the lowest byte of `value` to memory at `offset`.',  toMemory(1, (f) => f.storeByte(f.pop(), f.pop())), { extra: memory }),
  op(0x54, 'SLOAD',    'key → value',     [['frontier', 50], ['tangerine', 200, 'EIP-150'], ['istanbul', 800, 'EIP-1884'], ['berlin', warmAccess, 'EIP-2929']], 'Word at `key` in this contract\'s storage.', (f) => f.push(loadStorage(f, f.pop())), { extra: loading }),
  op(0x55, 'SSTORE',   'key value →',     [['frontier', rules.frontier.sstore.reset], ['constantinople', 200, 'EIP-1283'], ['petersburg', rules.petersburg.sstore.reset, 'EIP-1716'], ['istanbul', 800, 'EIP-2200'], ['berlin', warmAccess, 'EIP-2929']], 'Writes `value` at `key` in this contract\'s storage.', (f) => storeStorage(f, f.pop(), f.pop()), { extra: storing }),
  op(0x56, 'JUMP',     'target →',        8, 'Goes on at `target`, which must be a JUMPDEST.',            jumping((f) => f.jump(f.pop())), { flow: 'jump' }),
  op(0x57, 'JUMPI',    'target condition →', 10, 'Goes on at `target`, which must be a JUMPDEST, unless `condition` is 0.', jumping((f) => { const target = f.pop(); if (f.pop() !== 0n) f.jump(target); }), { flow: 'branch' }),
  op(0x58, 'PC',       '→ counter',       2, 'Offset of this instruction in the code.',                   constant((_, at) => BigInt(at))),
  op(0x59, 'MSIZE',    '→ size',          2, 'Bytes of memory in use, a multiple of 32.',                 read((f) => BigInt(f.memory.size))),
  op(0x5a, 'GAS',      '→ gas',           2, 'Gas left after this instruction.',                          (f) => f.push(f.gas.total)),
  op(0x5b, 'JUMPDEST', '→',               1, 'A place that can be jumped to.',                            moving(() => {})),
  op(0x5c, 'TLOAD',    'key → value',     [['cancun', 100, 'EIP-1153']], 'Word at `key` in this contract\'s transient storage.',              (f) => f.push(loadTransient(f, f.pop()))),
  op(0x5d, 'TSTORE',   'key value →',     [['cancun', 100, 'EIP-1153']], 'Writes a word that lasts until the end of the transaction.',        (f) => storeTransient(f, f.pop(), f.pop())),
  op(0x5e, 'MCOPY',    'to from size →',  [['cancun', 3, 'EIP-5656']],   'Copies memory to memory; the two may overlap.',                     (f) => f.copyMemory(f.pop(), f.pop(), f.pop()), { extra: copying }),
] as const;

// biome-ignore format: a table is read by its columns
const system = [
  op(0x00, 'STOP',         '→',                                                    0, 'Ends the call; returns nothing.', (f) => stop(f), { flow: 'halt' }),
  op(0xf0, 'CREATE',       'value offset size → address',                      32000, 'Creates a contract by running init code from memory; 0 if that fails.', (f) => create(f, 'CREATE'), { flow: 'call', extra: creating('CREATE') }),
  op(0xf1, 'CALL',         'gas address value offset size to room → success', [['frontier', 40], ['tangerine', 700, 'EIP-150'], ['berlin', warmAccess, 'EIP-2929']], 'Calls an account with `value` wei and data from memory.', (f) => call(f, 'CALL'), { flow: 'call', extra: calling('CALL') }),
  op(0xf2, 'CALLCODE',     'gas address value offset size to room → success', [['frontier', 40], ['tangerine', 700, 'EIP-150'], ['berlin', warmAccess, 'EIP-2929']], 'Runs another account\'s code as this one, being its own caller.', (f) => call(f, 'CALLCODE'), { flow: 'call', extra: calling('CALLCODE') }),
  op(0xf3, 'RETURN',       'offset size →',                                        0, 'Ends the call and returns memory.', (f) => finish(f, f.slice(f.pop(), f.pop())), { flow: 'halt', extra: memory }),
  op(0xf4, 'DELEGATECALL', 'gas address offset size to room → success',       [['homestead', 40, 'EIP-7'], ['tangerine', 700, 'EIP-150'], ['berlin', warmAccess, 'EIP-2929']], 'Runs another account\'s code as this one, keeping caller and value.', (f) => call(f, 'DELEGATECALL'), { flow: 'call', extra: calling('DELEGATECALL') }),
  op(0xf5, 'CREATE2',      'value offset size salt → address',                [['constantinople', 32000, 'EIP-1014']], 'Creates a contract at an address that follows from init code and `salt`; 0 if that fails.', (f) => create(f, 'CREATE2'), { flow: 'call', extra: creating('CREATE2') }),
  op(0xfa, 'STATICCALL',   'gas address offset size to room → success',       [['byzantium', 700, 'EIP-214'], ['berlin', warmAccess, 'EIP-2929']], 'Calls an account that must not change anything.', (f) => call(f, 'STATICCALL'), { flow: 'call', extra: calling('STATICCALL') }),
  op(0xfd, 'REVERT',       'offset size →',                                   [['byzantium', 0, 'EIP-140']], 'Ends the call, undoes what it did, and returns memory.', (f) => revert(f, f.slice(f.pop(), f.pop())), { flow: 'halt', extra: memory }),
  op(0xfe, 'INVALID',      '→',                                               [['frontier', 0, 'EIP-141']], 'Fails; takes all gas of the call.', (f) => fail(f), { flow: 'halt' }),
  op(0xff, 'SELFDESTRUCT', 'beneficiary →',                                   [['frontier', 0], ['tangerine', 5000, 'EIP-150']], 'Ends the call, sends this account\'s balance on, and deletes the contract.', (f) => selfdestruct(f, addressOf(f.pop())), { flow: 'halt', extra: destroying, later: { since: 'cancun', text: 'Ends the call and sends this account\'s balance on; the contract is deleted only if it was created in the same transaction (EIP-6780).' } }),
] as const;

const upTo16 = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;
const upTo32 = [...upTo16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32] as const;
const depths = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q'] as const;
const items = (from: number, to: number) => depths.slice(from, to).join(' ');
const immediate = (size: number): More => ({
  operands: [{ name: 'value', kind: 'immediate', bits: 8 * size }],
  aliases: ['push'],
});

// biome-ignore format: a table is read by its columns
const families = [
  op(0x5f, 'PUSH0', '→ value', [['shanghai', 2, 'EIP-3855']], 'Pushes 0.', constant(() => 0n), { aliases: ['push'] }),
  ...upTo32.map((n) => op(0x5f + n, `PUSH${n}`, '→ value', 3, `Pushes the ${n === 1 ? 'byte' : `${n} bytes`} that follow${n === 1 ? 's' : ''} in the code.`, constant((code, at) => code.immediate(at, n), n), immediate(n))),
  ...upTo16.map((n) => op(0x7f + n, `DUP${n}`, `${items(0, n)} → ${items(n - 1, n)} ${items(0, n)}`, 3, `Copies item ${n} of the stack to its top.`, moving((f) => f.duplicate(n)))),
  ...upTo16.map((n) => op(0x8f + n, `SWAP${n}`, `${items(0, n + 1)} → ${items(n, n + 1)} ${items(1, n)} ${items(0, 1)}`, 3, `Exchanges the top of the stack with item ${n + 1}.`, moving((f) => f.swap(n)))),
  ...([0, 1, 2, 3, 4] as const).map((n) => op(0xa0 + n, `LOG${n}`, `offset size ${['topic1', 'topic2', 'topic3', 'topic4'].slice(0, n).join(' ')} →`, 375 + 375 * n, `Logs memory with ${n === 1 ? 'one topic' : `${n} topics`}.`, (f) => f.log(n), { extra: logging })),
];

const ascending = (a: EvmInstruction, b: EvmInstruction) => a.opcode - b.opcode;

/** Every instruction of every fork, by opcode. */
export const instructions: readonly EvmInstruction<Mnemonic>[] = [
  ...arithmetic,
  ...surroundings,
  ...state,
  ...system,
  ...families,
].sort(ascending);

export type Mnemonic = (
  | typeof arithmetic
  | typeof surroundings
  | typeof state
  | typeof system
  | typeof families
)[number]['mnemonic'];

const tables = new Map<string, readonly (EvmInstruction<Mnemonic> | undefined)[]>();

/** The rows in force at a fork, by opcode: 256 entries, undefined where the opcode is invalid. */
export const instructionsAt = (fork: string): readonly (EvmInstruction<Mnemonic> | undefined)[] => {
  let table = tables.get(fork);
  if (!table) {
    const inForce = new Map(instructions.filter((row) => costAt(row, forks, fork)).map((row) => [row.opcode, row]));
    table = Array.from({ length: 256 }, (_, opcode) => inForce.get(opcode));
    tables.set(fork, table);
  }
  return table;
};

export { forks } from './forks.ts';
