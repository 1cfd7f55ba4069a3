import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instructions } from '../../engines/bpf/isa/instructions.ts';
import { hashOfName, hashOfPc } from '../../engines/bpf/isa/murmur3.ts';
import { formAt, hasRegisterForm } from '../../engines/bpf/isa/row.ts';
import { numberOf, verify } from '../../engines/bpf/isa/verifier.ts';
import { versions } from '../../engines/bpf/isa/versions.ts';
import { sharedSuites } from '../conformance/suites.ts';
import { instructionSuites } from './conformance.ts';
import { parseCases, runCase } from './instruction-suite.ts';

/** The opcodes of each version, as the verifier of `sbpf` 0.23 lets them pass. */
const always =
  '04 05 07 0c 0f 14 15 17 1c 1d 1f 25 2d 35 3d 44 45 47 4c 4d 4f 54 55 57 5c 5d 5f 64 65 67 6c 6d 6f 74 75 77 7c 7d 7f ' +
  '85 8d 95 a4 a5 a7 ac ad af b4 b5 b7 bc bd bf c4 c5 c7 cc cd cf d5 dc dd';
const classic = '18 24 27 2c 2f 34 37 3c 3f 61 62 63 69 6a 6b 71 72 73 79 7a 7b 84 87 94 97 9c 9f d4';
const second =
  '27 2c 2f 36 37 3c 3e 3f 46 4e 56 5e 66 6e 76 7e 86 87 8c 8e 8f 96 97 9c 9e 9f b6 be c6 ce d6 de e6 ee f6 f7 fe';
const narrowJumps = '16 1e 26 2e 36 3e 46 4e 56 5e 66 6e 76 7e a6 ae b6 be c6 ce d6 de';
const expected: Readonly<Record<string, string>> = {
  v0: `${always} ${classic}`,
  v1: `${always} ${classic}`,
  v2: `${always} ${second}`,
  v3: `${always} ${classic} ${narrowJumps}`,
};

test('each version has its opcodes', () => {
  for (const { id } of versions) {
    const opcodes = instructions.flatMap((row) => {
      const form = formAt(row, id);
      return form ? [form.opcode, ...(hasRegisterForm(row) ? [form.opcode + 8] : [])] : [];
    });
    const text = [...new Set(opcodes)].toSorted((a, b) => a - b).map((opcode) => opcode.toString(16).padStart(2, '0'));
    assert.deepEqual(text, expected[id]?.split(' ').toSorted(), id);
  }
});

test('names and places are hashed as files have it', () => {
  assert.equal(hashOfName('entrypoint'), 0x71e3cf81);
  assert.equal(hashOfName('sol_log_'), 0x207559bd);
  assert.equal(hashOfName('abort'), 0xb6fc1a11);
  assert.equal(hashOfName('sol_alt_bn128_compression'), 0x334fd5ed);
  assert.notEqual(hashOfPc(1), hashOfPc(2));
});

test('the verifier says all that is wrong, the first first', () => {
  const program = Uint8Array.from([
    ...[0x37, 1, 0, 0, 0, 0, 0, 0],
    ...[0x05, 0, 5, 0, 0, 0, 0, 0],
    ...[0x18, 0, 0, 0, 0, 0, 0, 0],
  ]);
  const errors = verify(program, 'v0');
  assert.deepEqual(
    errors.map((error) => [numberOf(error), error.pc, error.text]),
    [
      [3, 0, 'division by 0 (insn #0)'],
      [8, 1, 'jump out of code to #7 (insn #1)'],
      [5, 2, 'LD_DW instruction cannot be last in program'],
    ],
  );
  assert.equal(verify(program.slice(1), 'v0')[0]?.text, 'program length must be a multiple of 8 octets');
  assert.match(verify(new Uint8Array(), 'v0')[0]?.text ?? '', /^no program set/);
});

test('a case that is wrong fails', () => {
  const [right, wrong, other] = parseCases(
    '$ op=07 dst=1 r1=1 imm=2 : ok r1=3\n$ op=07 dst=1 r1=1 imm=2 : ok r1=4\n$ op=07 dst=1 r1=1 imm=2 : err',
  );
  assert.ok(right && wrong && other);
  assert.equal(runCase(right, 'v0'), undefined);
  assert.equal(runCase(wrong, 'v0'), 'r1 is 0x3, and not 0x4');
  assert.equal(runCase(other, 'v0'), 'err was expected, it is ok');
});

test('suites are read however they are laid out', () => {
  const text = [
    '\ufeff# a comment\r\n  $ op=07\tdst=1 r1 = 1 imm=0x2 :ok r1=3 # another\r\n$ r1=5: ok\tr1=7\r\n$ :  r1=7\r\ninput=0011\r\n',
    '$ op=71 dst=0 src=1 r1=400000001\r\n  : ok r0=11\r\n$ op=ff : vfyub\r\n$ foo=3 : ok\n$ op=100 : ok\n$ r1= : ok',
  ].join('');
  const cases = parseCases(text);
  assert.deepEqual(
    cases.map(({ line }) => line),
    [2, 3, 4, 6, 8, 9, 10, 11],
  );
  assert.deepEqual(
    cases.map((each) => runCase(each, 'v0')),
    [
      ...[undefined, undefined, undefined, undefined, undefined],
      ...['"foo=3" on line 9 is not known', '"op=100" on line 10 is not known', '"r1= " on line 11 is not known'],
    ],
  );
});

test('without suites a sentence says so', () => {
  assert.throws(() => instructionSuites({ folder: '/nowhere/at/all' }), /^Error: There are no suites in \/nowhere/);
});

const folder = sharedSuites('sbpf');

test('the instruction tests of Firedancer pass', { skip: folder ? false : 'they are not here' }, () => {
  const { passed, failed } = instructionSuites({ folder });
  assert.equal(failed, 0);
  assert.ok(passed >= 2425, String(passed));
});
