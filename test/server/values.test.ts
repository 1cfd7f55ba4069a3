import { type TestContext, test } from 'node:test';
import type { Hover } from 'vscode-languageserver';
import type { Engine } from '../../engines/engine.ts';
import { evm } from '../../engines/evm/index.ts';
import { golden } from '../golden.ts';
import { toy } from '../toy/index.ts';
import { connect } from './client.ts';
import { at, show } from './text.ts';

/** Hovers each needle, one character in, and keeps all answers in one file. */
const hovers = async (t: TestContext, engine: Engine, languageId: string, text: string, needles: readonly string[]) => {
  const client = await connect([engine]);
  const uri = 'untitled:a';
  await client.open(uri, languageId, text);
  const cards: string[] = [];
  for (const needle of needles) {
    const params = { textDocument: { uri }, position: at(text, needle, 1, 1) };
    const hover = await client.request<Hover | null>('textDocument/hover', params);
    const card = hover ? (hover.contents as { value: string }).value : 'nothing';
    cards.push(`# at ${JSON.stringify(needle)}: ${show(text, hover?.range)}\n\n${card}`);
  }
  golden(t, new URL(`golden/${languageId}-values.md`, import.meta.url), cards.join('\n\n'));
  client.close();
};

const evmText = `#define SLOT = 4
#define TOPIC = keccak256("Transfer(address,address,uint256)")
#define %keep(slot, value) {
    push $value
    push $slot + 0x20   ; comments stay
    sstore
}
#define %none { }

    PUSH4 0xa9059cbb
    push selector("transfer(address,uint256)")
    push 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045
    push "Hello!"
    push 1_000_000 + 24
    push -2
    push SLOT
    push SLOT + 9
    push TOPIC
    #bytes 0x48656c6c6f2c20776f726c64, "x"
    %keep(SLOT, @end)
    %keep(3, "three")
end:
    %none
`;

test('numbers, constants, macros and their parameters are explained', (t) =>
  hovers(t, evm, 'evm-asm', evmText, [
    '0xa9059cbb',
    'selector(',
    '"transfer',
    '0xd8dA',
    '"Hello!"',
    '1_000_000 +',
    '24\n',
    '-2',
    'SLOT\n',
    'SLOT + 9',
    'TOPIC\n',
    '0x48656',
    'keep(SLOT',
    'keep(3',
    'keep(slot',
    'slot, value',
    '0x20',
    'none\n',
  ]));

test('a byte of code is explained with the instruction that it belongs to', (t) =>
  hovers(t, evm, 'evm-hex', '63 a9059cbb // PUSH4\n600050fe0c', ['63', '9cbb', '600050', '0050', '0c']));

test('the toy has numbers too', (t) =>
  hovers(t, toy, 'toy-asm', 'push 0x6f6c6c65\npush -1\npush 42', ['0x6f', '-1', '42']));
