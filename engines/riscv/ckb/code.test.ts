import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newSeed, type Random, randomFrom } from '../../../test/harness/random.ts';
import { assemble } from '../../../test/riscv/programs.ts';
import { CkbCode } from './code.ts';
import { fusionTable } from './fusion.ts';

const base = 0x10000;

/** For each byte, the address of the step that holds it, as decoding from the beginning finds it. */
const headsOf = (bytes: Uint8Array, version: string): readonly number[] => {
  const code = new CkbCode(bytes, base, version, '');
  const heads = new Array<number>(bytes.length);
  for (let at = base; at < code.end; ) {
    const size = code.stepAt(at)?.size ?? 2;
    heads.fill(at, at - base, at - base + size);
    at += size;
  }
  return heads;
};

/** Asks in an order of its own, because what was asked before must make no difference. */
const check = (bytes: Uint8Array, version: string, random: Random, questions: number) => {
  const code = new CkbCode(bytes, base, version, '');
  const heads = headsOf(bytes, version);
  for (let n = 0; n < questions; n++) {
    const at = random.below(bytes.length);
    assert.equal(code.head(base + at), heads[at], `${at} of ${bytes.length} bytes, ${version}`);
  }
};

/** Groups that are fused if their registers allow it, some without their beginning, and short instructions in between. */
const groups = (random: Random): Uint8Array => {
  const patterns = [...fusionTable.map(([, , , , pattern]) => pattern), 'c.mv a b', 'c.nop'];
  const group = () => {
    const [pattern, registers] = [random.pick(patterns), new Map([['ra', 'ra']])];
    return pattern
      .split('; ')
      .slice(random.below(2))
      .map((part) => {
        const [mnemonic = '', ...names] = part.replace('?', '').split(' ');
        for (const name of names) registers.set(name, registers.get(name) ?? `a${random.below(4)}`);
        const written = names.map((name) => registers.get(name) ?? '');
        if (/i$|jalr|addiw|auipc/.test(mnemonic)) written.push(String(random.below(2000)));
        return `${mnemonic} ${written.join(', ')}`;
      });
  };
  return assemble(`.option ${random.pick(['rvc', 'norvc'])}\n${Array.from({ length: 60 }, group).flat().join('\n')}`);
};

test('the step that holds an address is found without decoding all that stands before it', (t) => {
  const random = randomFrom(newSeed());
  t.diagnostic(`GASLAMP_SEED=${random.seed}`);
  const built = new Uint8Array(readFileSync(new URL('../../../test/riscv/built/secp256k1-b.elf', import.meta.url)));
  for (const version of ['vm0', 'vm1', 'vm2']) {
    // Whatever else stands in the files is read as code too, and from one half word later all is something else.
    for (let n = 0; n < 40; n++) check(groups(random).subarray(2 * random.below(2)), version, random, 500);
    check(built, version, random, 5000);
    for (const byte of [0xff, 0x33]) check(new Uint8Array(5001).fill(byte), version, random, 500);
  }
});
