import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newMachine } from './lockstep.ts';
import { assemble } from './programs.ts';

const endOf = (text: string): string | undefined => {
  const machine = newMachine({ program: assemble(text), version: 2 });
  machine.run({}, 1000);
  return machine.outcome?.text;
};

const exit = (code: number) => endOf(`_start: li a0, ${code}\nli a7, 93\necall`);

test('an exit code says what the chain makes of it, and what of it counts', () => {
  const refused = 'the chain refuses the transaction (ValidationFailure).';
  const cut = 'of which the chain takes the low 8 bits, as a signed number.';
  assert.equal(exit(0), 'The script ended with exit code 0: success.');
  assert.equal(exit(-7), `The script failed with exit code -7: ${refused}`);
  assert.equal(exit(255), `The script failed with exit code -1: ${refused} It gave 255, ${cut}`);
  assert.equal(exit(256), `The script ended with exit code 0: success. It gave 256, ${cut}`);
});

test('a fault names itself as the chain does, and says where and why', () => {
  assert.match(
    endOf('_start: sd a0, 0(gp)\n la a0, _start\n sd a1, 0(a0)') ?? '',
    /^MemWriteOnExecutablePage: .*0x\w+/,
  );
  assert.match(
    endOf('_start: li a0, 0x400000\n ld a1, 0(a0)') ?? '',
    /^MemOutOfBound: .*0x400000.*memory ends at 0x400000/,
  );
  assert.match(endOf('_start: .4byte 0') ?? '', /^InvalidInstruction: 0x0 at 0x\w+ is no instruction/);
});
