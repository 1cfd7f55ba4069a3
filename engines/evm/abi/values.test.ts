import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexOf, toBytes } from '../words.ts';
import { readArguments } from './arguments.ts';
import { encode } from './codec.ts';
import { describeError, describeEvent, describeReturned, functionCalled } from './describe.ts';
import { findFunction, joinInterfaces, readInterface } from './interface.ts';
import { parseSignature, selectorOf, signatureOf, topicOf } from './signatures.ts';
import { readText } from './text.ts';
import { AbiError, namesOf } from './types.ts';
import { showValue, wholeNumber } from './values.ts';

const typeOf = (text: string) => parseSignature(`f(${text})`).inputs[0]!.type;
const typed = (type: string, text: string) => showValue(typeOf(type), readText(typeOf(type), text, 'it'));
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof AbiError, String(error));
    assert.match(error.message, /^[^\n]+[.?]$/);
    return error.message;
  }
  return assert.fail('nothing was thrown');
};

test('numbers as people write them', () => {
  const right: readonly (readonly [unknown, bigint])[] = [
    [5, 5n],
    ['0x64', 100n],
    ['-0x1', -1n],
    ['1_000_000', 1_000_000n],
    ['1e18', 10n ** 18n],
    ['1.5 ether', 15n * 10n ** 17n],
    ['2gwei', 2_000_000_000n],
    ['7 wei', 7n],
    ['1.50', 0n],
  ];
  for (const [text, value] of right) assert.equal(wholeNumber(text), text === '1.50' ? undefined : value, String(text));
  for (const text of ['', 'ten', '1.5', '0x', '1e', '0.1 wei', '--1', 1.5, true, null, {}, '9'.repeat(200)]) {
    assert.equal(wholeNumber(text), undefined, String(text));
  }
});

test('values that a person types', () => {
  assert.equal(typed('uint256', ' 1e3 '), '1000');
  assert.equal(typed('int8', '-128'), '-128');
  assert.equal(typed('bool', 'true'), 'true');
  assert.equal(typed('bytes', ''), '0x');
  assert.equal(typed('bytes2', '"0xcafe"'), '0xcafe');
  assert.equal(typed('string', 'hello, (you)'), '"hello, (you)"');
  assert.equal(
    typed('string', '"with \\"quotes\\""'),
    '"with "quotes""'.replace('"with "quotes""', '"with \\"quotes\\""'),
  );
  assert.equal(
    typed('uint256[]', '[1, 0xff, 123456789012345678901234567890]'),
    '[1, 255, 123456789012345678901234567890]',
  );
  assert.equal(typed('uint256[]', '[]'), '[]');
  assert.equal(typed('uint8[2][]', '[[1,2],(3,4)]'), '[[1, 2], [3, 4]]');
  assert.equal(typed('string[]', '[plain words, "a, b", ""]'), '["plain words", "a, b", ""]');
  assert.equal(typed('(uint256 amount, string note)', '{note: thanks, "amount": 5}'), '(amount: 5, note: "thanks")');
  assert.equal(typed('(uint256,(bool,bytes))[]', '[(1, (true, 0x00))]'), '[(1, (true, 0x00))]');
});

test('a value that does not fit is refused in a sentence that names it, its type and what was found', () => {
  const wrong: readonly (readonly [type: string, text: string, RegExp])[] = [
    ['uint8', '256', /^"it" \(uint8\) should be a whole number from 0 to 2\^8 - 1.*; found 256\.$/],
    ['uint256', '-1', /found -1/],
    ['uint256', '', /found ""/],
    ['int8', '128', /from -2\^7 to 2\^7 - 1/],
    ['address', '0x12', /an address: 0x and 40/],
    ['address', `0x5A${'a'.repeat(38)}`, /checksum \(EIP-55\): 0x/],
    ['bool', 'yes', /true or false/],
    ['bytes', '0x123', /even number/],
    ['bytes4', '0x12', /4 bytes as 8 hexadecimal digits/],
    ['uint8[2]', '[1]', /a list of 2 elements; found 1 element/],
    ['uint8[]', '5', /"it" \(uint8\[\]\) should be a list/],
    ['uint8[]', '[1, x]', /^"it\[1\]" \(uint8\)/],
    ['uint8[]', '[1', /cannot be read as a value: "\]" is missing/],
    ['uint8[]', '[1] 2', /"2" stands behind its end/],
    ['uint8[]', ']', /stands behind/],
    ['string[]', '["a]', /quotation mark/],
    ['(uint8 a,bool b)', '{a: 1}', /^"it\.b" \(bool\) .*found nothing/],
    ['(uint8 a,bool b)', '{c: 1}', /no member "c"; it has uint8 a, bool b/],
    ['(uint8 a,bool b)', '{a 1}', /name and a colon/],
    ['(uint8 a,bool b)', '(1, true, 2)', /3 elements/],
    ['uint8[]', '['.repeat(200), /nested too deeply/],
  ];
  for (const [type, text, sentence] of wrong)
    assert.match(
      refusal(() => typed(type, text)),
      sentence,
    );
});

test('arguments are a list or an object', () => {
  const { inputs } = parseSignature('transfer(address to, uint256 amount)');
  const to = `0x${'0b'.repeat(20)}`;
  assert.deepEqual(readArguments('transfer', inputs, [to, 5]), [to, 5n]);
  assert.deepEqual(readArguments('transfer', inputs, { amount: '5', to }), [to, 5n]);
  for (const [args, sentence] of [
    [[to], /^transfer takes 2 arguments, 1 were given\.$/],
    [[to, 5, 6], /3 were given/],
    [{ to }, /needs the argument "amount"/],
    [{ to, amount: 1, fee: 2 }, /no argument "fee"; it takes address to, uint256 amount/],
    ['all', /should be a list or an object/],
    [[to, 'much'], /^"amount" \(uint256\) .*found "much"/],
    [[to, 2 ** 60], /hold exactly/],
  ] as const) {
    assert.match(
      refusal(() => readArguments('transfer', inputs, args)),
      sentence,
    );
  }
  assert.match(
    refusal(() => readArguments('f', parseSignature('f(bool)').inputs, [5])),
    /^"argument 1" \(bool\)/,
  );
});

test('signatures, with the selectors that everybody knows', () => {
  const known = {
    'transfer(address to, uint256 amount) external returns (bool)': '0xa9059cbb',
    'function balanceOf(address)': '0x70a08231',
    'error Error(string)': '0x08c379a0',
    'swap(tuple(uint a, int[2] memory b)[] calldata x);': selectorOf('swap((uint256,int256[2])[])'),
  };
  for (const [text, selector] of Object.entries(known)) {
    assert.equal(selectorOf(signatureOf(parseSignature(text))), selector, text);
  }
  assert.equal(
    topicOf(signatureOf(parseSignature('event Transfer(address indexed from, address indexed to, uint256 value)'))),
    '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  );
  const { kind, modifiers, outputs } = parseSignature('f() public payable returns (uint, bytes memory data)');
  assert.deepEqual([kind, modifiers, namesOf(outputs)], ['function', ['public', 'payable'], '(uint256,bytes)']);
  assert.equal(parseSignature('error(uint256)').name, 'error');
  assert.equal(parseSignature('constructor(uint256 x) payable').kind, 'constructor');
  for (const text of [
    '',
    'f',
    'f(',
    'f(uint256',
    'f(uint256))',
    'f(uint7)',
    'f(uint256,)',
    'f() returns',
    'f(a b c)',
    '5()',
    'f(uint[99999999])',
  ]) {
    refusal(() => parseSignature(text));
  }
});

const abi = readInterface([
  'function get(uint256 id) view returns (string name, address owner)',
  'function set(uint256)',
  'function set(uint256, bytes)',
  'error TooLow(uint256 needed, address who)',
  'event Stored(address indexed who, string indexed name, uint256 value)',
  { type: 'function', name: 'odd', inputs: [{ name: 'x', type: 'fixed128x18' }] },
  { type: 'receive', stateMutability: 'payable' },
  { nonsense: true },
  7,
]);

test('an ABI of nonsense is read as far as it goes', () => {
  let deep: object = { type: 'uint256' };
  for (let i = 0; i < 5000; i++) deep = { type: 'tuple', components: [deep] };
  const nonsense: readonly unknown[] = [
    null,
    [],
    {},
    { type: 'function' },
    { type: 'function', name: 5 },
    { type: 'function', name: 'f', inputs: 'x' },
    { type: 'function', name: 'f', inputs: [null] },
    { type: 'function', name: 'f', inputs: [{ type: 'tuple', components: 7 }] },
    { type: 'function', name: 'f', inputs: [{ type: `uint8${'[2]'.repeat(5000)}` }] },
    { type: 'function', name: 'f', inputs: [deep] },
    { type: '__proto__', name: 'f' },
    `f(${'('.repeat(5000)}`,
    `f(uint${'[]'.repeat(5000)})`,
  ];
  for (const [index, entry] of nonsense.entries()) {
    const { functions, problems } = readInterface([entry, 'function fine()']);
    assert.deepEqual([...functions.values()].map(signatureOf), ['fine()'], `entry ${index}`);
    assert.equal(problems.size, 1);
  }
  assert.deepEqual(readInterface([{ type: 'function', name: 'f' }]).problems.size, 0);
});

test('a function is found by its name or its signature', () => {
  assert.equal(signatureOf(findFunction(abi, 'get', undefined)), 'get(uint256)');
  assert.equal(signatureOf(findFunction(abi, 'set(uint)', undefined)), 'set(uint256)');
  assert.equal(signatureOf(findFunction(abi, 'set', 2)), 'set(uint256,bytes)');
  assert.equal(signatureOf(findFunction(undefined, 'any(bool) returns (uint)', undefined)), 'any(bool)');
  for (const [text, sentence] of [
    ['set', /several functions "set"; write which one: set\(uint256\), set\(uint256,bytes\)\.$/],
    ['gett', /no function "gett"; did you mean get\(uint256\)\?$/],
    ['get(address)', /did you mean get\(uint256\)/],
    ['nothing', /it has get\(uint256\), set\(uint256\), set\(uint256,bytes\)\.$/],
    ['odd', /"odd" is not known: Entry 6 \("odd"\) of the ABI cannot be read: "fixed128x18" is no type/],
    ['5', /no signature/],
    ['error E()', /no signature/],
  ] as const) {
    assert.match(
      refusal(() => findFunction(abi, text, undefined)),
      sentence,
    );
  }
  assert.match(
    refusal(() => findFunction(undefined, 'get', 0)),
    /needs its types/,
  );
  assert.match(
    refusal(() => readInterface({})),
    /should be a list/,
  );
  assert.equal(abi.problems.size, 2);
});

test('what a contract returns, reverts with and logs is told in its own terms', () => {
  const [get] = abi.functions.values();
  const called = Uint8Array.from([...Buffer.from(selectorOf('get(uint256)').slice(2), 'hex'), ...toBytes(1n)]);
  assert.equal(functionCalled(abi, called), get);
  assert.equal(functionCalled(abi, called.subarray(0, 3)), undefined);
  const owner = `0x${'11'.repeat(20)}`;
  assert.equal(describeReturned(get!, encode(get!.outputs, ['Lamp', owner])), `name: "Lamp", owner: ${owner}`);
  assert.equal(describeReturned(get!, new Uint8Array(5)), undefined);
  const error = abi.errors.get(selectorOf('TooLow(uint256,address)'))!;
  const data = Buffer.from(
    selectorOf('TooLow(uint256,address)').slice(2) + hexOf(encode(error.inputs, [7n, owner])),
    'hex',
  );
  assert.equal(describeError(abi, data), `TooLow(needed: 7, who: ${owner})`);
  assert.equal(describeError(abi, data.subarray(0, 20)), undefined);
  const topics = [BigInt(topicOf('Stored(address,string,uint256)')), BigInt(owner), 5n];
  assert.equal(
    describeEvent(abi, topics, toBytes(9n)),
    `Stored(who: ${owner}, name: keccak 0x${'5'.padStart(64, '0')}, value: 9)`,
  );
  assert.equal(describeEvent(abi, topics.slice(0, 2), toBytes(9n)), undefined);
  assert.equal(describeEvent(abi, [1n], toBytes(9n)), undefined);
  assert.equal(joinInterfaces([abi, readInterface(['function more()'])]).functions.size, 4);
});
