import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { newSeed, randomFrom } from '../harness/random.ts';
import { type Comparison, compare, newMachine, type Subject } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';

const read = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const modules = '../../node_modules/ckb-testtool/src/unittest/defaultScript/';

const same = (subject: Subject): Comparison => {
  const comparison = compare(subject);
  assert.equal(comparison.difference, undefined);
  return comparison;
};

/** A signature that `@noble/curves` made of the SHA-256 of "gaslamp", with a key of 32 sevens. */
const signature = [
  '1cb306e7b830360639a307f296e6cae0757935fc6574feda25d5e8574f57c614',
  '8037f8d2a815658bd2cd3d0be5890b6de9ffa41c8c1b58d9c31944003e2d8300',
  '7b131c71404855d3547b4c9ebc0f7981f804765d895827d9f44cea8853e4e42f',
  '989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f',
  '631f4d05b3ae518776ee08755a7703e64b2ebc32547504de0b55a142d4ecdf80',
];

describe('every register before every step is that of ckb-debugger, and so is the end', () => {
  for (const version of [0, 1, 2]) {
    test(`programs that do next to nothing, on version ${version}`, () => {
      for (const name of ['alwaysSuccess', 'alwaysFailure']) same({ program: read(modules + name), version });
    });

    test(`a verifier of secp256k1, on version ${version}`, () => {
      for (const name of ['secp256k1-b.elf', 'secp256k1-imc.elf']) {
        same({ program: read(`built/${name}`), version, args: signature, steps: 50_000 });
      }
    });

    test(`random programs, on version ${version}`, (t) => {
      const random = randomFrom(newSeed());
      t.diagnostic(`GASLAMP_SEED=${random.seed}`);
      let steps = 0;
      let programs = 0;
      for (; steps < 60_000; programs++) {
        const text = randomProgram(random, version);
        const comparison = compare({ program: assemble(text), version, maxCycles: 100_000, steps: 3000 });
        assert.equal(comparison.difference, undefined, text);
        steps += comparison.steps;
      }
      t.diagnostic(`${steps} steps of ${programs} programs`);
    });
  }

  test('a JavaScript engine', () => {
    const args = ['-e', 'let sum = 0; for (let i = 0; i < 10; i++) sum += i * i; console.log(sum);'];
    const { steps } = same({ program: read(`${modules}ckb-js-vm`), version: 2, args, steps: 130_000 });
    assert.equal(steps, 130_000);
  });
});

test('a signature is found valid, and one of another hash is not', () => {
  const [hash, ...others] = signature;
  const exit = (args: readonly string[]) => {
    const machine = newMachine({ program: read('built/secp256k1-b.elf'), version: 2, args });
    machine.run({}, Number.MAX_SAFE_INTEGER);
    return machine.outcome?.text;
  };
  assert.equal(exit(signature), 'The script ended with exit code 0: success.');
  assert.equal(
    exit([hash.replace('1', '2'), ...others]),
    'The script failed with exit code 1: the chain refuses the transaction (ValidationFailure).',
  );
});

/** A program of code alone, and where in it the first step is. */
const codeAt = (text: string, entry: number): Uint8Array => {
  const program = assemble(`.option norelax\n.globl _start\n_start:\n${text}`);
  new DataView(program.buffer, program.byteOffset).setBigUint64(24, BigInt(entry), true);
  return program;
};

/** To an odd address, which only an entry can be; from there to the even one before it, where other instructions stand. */
const oddCode = '.byte 0x81, 0x97, 0x02, 0, 0, 0x67, 0x80, 0x02, 0';

test('code is fetched at odd addresses and at the ends of pages as on ckb-debugger', () => {
  for (const version of [0, 1, 2]) {
    same({ program: codeAt(oddCode, 0x10001), version });
    for (const entry of [0x10000, 0x10ff8, 0x10ffa, 0x10ffc, 0x10ffe, 0x10fff]) {
      for (const more of ['', '.zero 4096', '.data\n.dword 0']) {
        for (const fill of ['0x1', '0x13'])
          same({ program: codeAt(`.fill 1024, 4, ${fill}\n${more}`, entry), version });
      }
    }
  }
});
