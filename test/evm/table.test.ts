import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forks } from '../../engines/evm/forks.ts';
import { instructions, instructionsAt } from '../../engines/evm/instructions.ts';
import { costAt, extraCostAt } from '../../engines/instruction.ts';

/**
 * The instructions at Osaka, restated from the Yellow Paper and the EIPs, not from the rows:
 * opcode, mnemonic, items taken, items left, base cost.
 */
const osaka = `
00 STOP 0 0 0           01 ADD 2 1 3            02 MUL 2 1 5            03 SUB 2 1 3            04 DIV 2 1 5
05 SDIV 2 1 5           06 MOD 2 1 5            07 SMOD 2 1 5           08 ADDMOD 3 1 8         09 MULMOD 3 1 8
0a EXP 2 1 10           0b SIGNEXTEND 2 1 5     10 LT 2 1 3             11 GT 2 1 3             12 SLT 2 1 3
13 SGT 2 1 3            14 EQ 2 1 3             15 ISZERO 1 1 3         16 AND 2 1 3            17 OR 2 1 3
18 XOR 2 1 3            19 NOT 1 1 3            1a BYTE 2 1 3           1b SHL 2 1 3            1c SHR 2 1 3
1d SAR 2 1 3            1e CLZ 1 1 5            20 KECCAK256 2 1 30     30 ADDRESS 0 1 2        31 BALANCE 1 1 100
32 ORIGIN 0 1 2         33 CALLER 0 1 2         34 CALLVALUE 0 1 2      35 CALLDATALOAD 1 1 3   36 CALLDATASIZE 0 1 2
37 CALLDATACOPY 3 0 3   38 CODESIZE 0 1 2       39 CODECOPY 3 0 3       3a GASPRICE 0 1 2       3b EXTCODESIZE 1 1 100
3c EXTCODECOPY 4 0 100  3d RETURNDATASIZE 0 1 2 3e RETURNDATACOPY 3 0 3 3f EXTCODEHASH 1 1 100  40 BLOCKHASH 1 1 20
41 COINBASE 0 1 2       42 TIMESTAMP 0 1 2      43 NUMBER 0 1 2         44 PREVRANDAO 0 1 2     45 GASLIMIT 0 1 2
46 CHAINID 0 1 2        47 SELFBALANCE 0 1 5    48 BASEFEE 0 1 2        49 BLOBHASH 1 1 3       4a BLOBBASEFEE 0 1 2
50 POP 1 0 2            51 MLOAD 1 1 3          52 MSTORE 2 0 3         53 MSTORE8 2 0 3        54 SLOAD 1 1 100
55 SSTORE 2 0 100       56 JUMP 1 0 8           57 JUMPI 2 0 10         58 PC 0 1 2             59 MSIZE 0 1 2
5a GAS 0 1 2            5b JUMPDEST 0 0 1       5c TLOAD 1 1 100        5d TSTORE 2 0 100       5e MCOPY 3 0 3
5f PUSH0 0 1 2          f0 CREATE 3 1 32000     f1 CALL 7 1 100         f2 CALLCODE 7 1 100     f3 RETURN 2 0 0
f4 DELEGATECALL 6 1 100 f5 CREATE2 4 1 32000    fa STATICCALL 6 1 100   fd REVERT 2 0 0         fe INVALID 0 0 0
ff SELFDESTRUCT 1 0 5000`;

const family = (first: number, count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, i) => `${(first + i).toString(16)} ${line(i)}`);

const osakaLines = [
  ...osaka
    .trim()
    .split(/\n|\s{2,}|(?<=\d) (?=[0-9a-f]{2} [A-Z])/)
    .map((line) => line.trim()),
  ...family(0x60, 32, (i) => `PUSH${i + 1} 0 1 3`),
  ...family(0x80, 16, (i) => `DUP${i + 1} ${i + 1} ${i + 2} 3`),
  ...family(0x90, 16, (i) => `SWAP${i + 1} ${i + 2} ${i + 2} 3`),
  ...family(0xa0, 5, (i) => `LOG${i} ${i + 2} 0 ${375 * (i + 1)}`),
].sort();

const lineOf = (fork: string, opcode: number): string | undefined => {
  const row = instructionsAt(fork)[opcode];
  const cost = row && costAt(row, forks, fork);
  const code = opcode.toString(16).padStart(2, '0');
  return row && `${code} ${row.mnemonic} ${row.takes.length} ${row.leaves.length} ${cost?.amount}`;
};

test('the table at Osaka is the one restated from the EIPs', () => {
  const lines = Array.from({ length: 256 }, (_, opcode) => lineOf('osaka', opcode)).filter(
    (line) => line !== undefined,
  );
  assert.deepEqual(lines.sort(), osakaLines);
});

/** What each fork brought, and the base costs it changed. Base cost of SSTORE: what it charges at least when it changes something. */
const history: readonly (readonly [fork: string, opcodes: number, brought: string, changed: string])[] = [
  [
    'frontier',
    130,
    '',
    'BALANCE 20 EXTCODESIZE 20 EXTCODECOPY 20 SLOAD 50 SSTORE 5000 CALL 40 CALLCODE 40 SELFDESTRUCT 0 EXP 10',
  ],
  ['homestead', 131, 'DELEGATECALL', 'DELEGATECALL 40'],
  [
    'tangerine',
    131,
    '',
    'BALANCE 400 EXTCODESIZE 700 EXTCODECOPY 700 SLOAD 200 CALL 700 CALLCODE 700 DELEGATECALL 700 SELFDESTRUCT 5000',
  ],
  ['spurious', 131, '', ''],
  ['byzantium', 135, 'RETURNDATASIZE RETURNDATACOPY STATICCALL REVERT', 'STATICCALL 700'],
  ['constantinople', 140, 'SHL SHR SAR EXTCODEHASH CREATE2', 'EXTCODEHASH 400 SSTORE 200'],
  ['petersburg', 140, '', 'SSTORE 5000'],
  ['istanbul', 142, 'CHAINID SELFBALANCE', 'BALANCE 700 EXTCODEHASH 700 SLOAD 800 SSTORE 800'],
  [
    'berlin',
    142,
    '',
    'BALANCE 100 EXTCODESIZE 100 EXTCODECOPY 100 EXTCODEHASH 100 SLOAD 100 SSTORE 100 CALL 100 CALLCODE 100 DELEGATECALL 100 STATICCALL 100',
  ],
  ['london', 143, 'BASEFEE', ''],
  ['paris', 143, 'PREVRANDAO', ''],
  ['shanghai', 144, 'PUSH0', ''],
  ['cancun', 149, 'TLOAD TSTORE MCOPY BLOBHASH BLOBBASEFEE', ''],
  ['prague', 149, '', ''],
  ['osaka', 150, 'CLZ', ''],
  ['bpo1', 150, '', ''],
  ['bpo2', 150, '', ''],
];

test('every fork brings its instructions and changes its costs', () => {
  assert.deepEqual(
    history.map(([fork]) => fork),
    forks.map(({ id }) => id),
  );
  const costs = new Map(osakaLines.map((line) => [line.split(' ')[1], line.split(' ')[4]]));
  const later = new Set(history.flatMap(([, , brought]) => brought.split(' ')));
  const present = new Set([...costs.keys(), 'DIFFICULTY'].filter((name) => !later.has(name ?? '')));
  costs.set('DIFFICULTY', '2');
  for (const [fork, opcodes, brought, changed] of history) {
    for (const name of brought.split(' ').filter(Boolean)) present.add(name);
    if (fork === 'paris') present.delete('DIFFICULTY');
    const pairs = changed.split(' ');
    for (let i = 0; i + 1 < pairs.length; i += 2) costs.set(pairs[i], pairs[i + 1]);
    const rows = instructionsAt(fork).filter((row) => row !== undefined);
    assert.equal(rows.length, opcodes, fork);
    assert.deepEqual(new Set(rows.map((row) => row.mnemonic)), present, fork);
    for (const row of rows)
      assert.equal(`${costAt(row, forks, fork)?.amount}`, costs.get(row.mnemonic), `${row.mnemonic} at ${fork}`);
  }
});

test('rows ascend and say what they are in words', () => {
  const opcodes = instructions.map((row) => row.opcode);
  assert.deepEqual(
    opcodes,
    opcodes.toSorted((a, b) => a - b),
  );
  for (const { mnemonic, doc, source } of instructions) {
    assert.match(doc, /^[A-Z0-9`(].*\.$/, mnemonic);
    assert.match(source, /^(Yellow Paper|EIP-\d+)$/, mnemonic);
  }
});

test('charges beyond the base cost are those of the fork', () => {
  const extra = (mnemonic: string, fork: string) => {
    const row = instructions.find((each) => each.mnemonic === mnemonic);
    assert.ok(row);
    return extraCostAt(row, forks, fork);
  };
  assert.equal(extra('SLOAD', 'istanbul'), undefined);
  assert.match(extra('SLOAD', 'berlin') ?? '', /2,000.*EIP-2929/);
  assert.equal(extra('EXP', 'tangerine'), '10 per byte of `exponent`');
  assert.equal(extra('BALANCE', 'homestead'), undefined);
  assert.doesNotMatch(extra('CALL', 'frontier') ?? '', /63\/64|EIP/);
  assert.match(extra('CALL', 'istanbul') ?? '', /63\/64/);
  assert.match(extra('SSTORE', 'istanbul') ?? '', /4,200.*19,200.*EIP-2200/);
  assert.equal(extra('SSTORE', 'petersburg'), extra('SSTORE', 'frontier'));
  assert.doesNotMatch(extra('CREATE', 'paris') ?? '', /init code/);
  assert.match(
    extra('CREATE2', 'shanghai') ?? '',
    /^2 per word of init code \(EIP-3860\), 6 per word hashed, 200 per byte/,
  );
  assert.match(
    extra('CALLCODE', 'frontier') ?? '',
    /^9,000 if `value` is not 0 \(2,300 of it go to the callee\), memory/,
  );
  const delegation = /100 if the account delegates to another, or 2,600 if that was not touched .*\(EIP-7702\)/;
  for (const mnemonic of ['CALL', 'CALLCODE', 'DELEGATECALL', 'STATICCALL']) {
    assert.doesNotMatch(extra(mnemonic, 'cancun') ?? '', /EIP-7702/);
    for (const fork of ['prague', 'osaka']) assert.match(extra(mnemonic, fork) ?? '', delegation);
  }
});
