import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costAt } from '../../instruction.ts';
import { parseAssembly } from '../assembly/document.ts';
import { newestVersion, versions } from '../ckb/versions.ts';
import { decoderOf } from './decoder.ts';
import { pseudoInstructions, pseudoOf } from './pseudo.ts';

const decoder = decoderOf(versions, newestVersion);

/** The pseudo-instruction that the first instruction of a text is. */
const reading = (text: string) => {
  const { bytes } = parseAssembly(text, versions, { version: newestVersion });
  const word = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  const decoded = decoder.decode(word);
  const found = decoded && pseudoOf(decoded);
  return found && [found.row.mnemonic, found.operands];
};

test('an instruction is read as the pseudo-instruction that people write', () => {
  for (const option of ['rvc', 'norvc']) {
    const read = (text: string) => reading(`.option ${option}\n${text}`);
    assert.deepEqual(read('addi zero, zero, 0'), ['nop', {}]);
    assert.deepEqual(read('jalr zero, 0(ra)'), ['ret', {}]);
    assert.deepEqual(read('jalr zero, 0(a0)'), ['jr', { rs1: 10 }]);
    assert.deepEqual(read('addi a0, zero, 5'), ['li', { rd: 10, imm: 5 }]);
    assert.deepEqual(read('xori a0, a1, -1'), ['not', { rd: 10, rs1: 11 }]);
    assert.deepEqual(read('beq a0, zero, .'), ['beqz', { rs1: 10, target: 0 }]);
    assert.deepEqual(read('jal zero, .'), ['j', { target: 0 }]);
    assert.deepEqual(read('add a0, a1, a2'), undefined);
  }
  assert.deepEqual(reading('.option norvc\naddi a0, a1, 0'), ['mv', { rd: 10, rs1: 11 }]);
  assert.deepEqual(reading('c.mv a0, a1'), ['mv', { rd: 10, rs1: 11 }]);
  assert.deepEqual(reading('c.jr ra'), ['ret', {}]);
});

// Cycles by the table of CKB-VM: jumps and branches 3, all else here 1.
test('a pseudo-instruction costs what it stands for', () => {
  const cost = (mnemonic: string, version: string) => {
    const row = pseudoInstructions.find((each) => each.mnemonic === mnemonic);
    return row && costAt(row, versions, version)?.amount;
  };
  assert.deepEqual(
    ['nop', 'mv', 'la', 'ret', 'j', 'beqz', 'call', 'tail', 'li'].map((mnemonic) => cost(mnemonic, 'vm2')),
    [1, 1, 2, 3, 3, 3, 4, 4, 1],
  );
  assert.deepEqual([cost('zext.w', 'vm0'), cost('zext.w', 'vm1')], [2, 1]);
});

test('how control leaves a pseudo-instruction', () => {
  const flow = (mnemonic: string) => pseudoInstructions.find((each) => each.mnemonic === mnemonic)?.flow;
  assert.deepEqual(['ret', 'j', 'jr', 'tail', 'call', 'beqz', 'mv', 'unimp', 'scall'].map(flow), [
    ...['jump', 'jump', 'jump', 'jump', 'call', 'branch', 'next', 'halt', 'call'],
  ]);
});
