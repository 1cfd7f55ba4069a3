import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ckb } from '../../engines/riscv/index.ts';
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

/** How a text ends, whose names are known. */
const namedEnd = (text: string, cycles = 1e6): string | undefined => {
  const file = { uri: 'file:///a.rv.s', name: 'a.rv.s', bytes: new TextEncoder().encode(text) };
  const limits = { steps: 1e6, memory: 1e9 };
  const machine = ckb.load(file, { version: 'vm2', limits, launch: { cycles } }).start();
  machine.run({}, 1e6);
  return machine.outcome?.text;
};

test('a fault is told with the nearest name before it, where there is one', () => {
  const store = '.globl _start, sum\n_start: call sum\nsum: nop\n li a0, 0x10000\n';
  const where = (step: number) => `The program was at 0x${(0x10000 + step).toString(16)}, in`;
  assert.equal(
    namedEnd(`${store} sd a0, 0(a0)`),
    `MemWriteOnExecutablePage: The program wrote to 0x10000, which lies in code; pages of code cannot be written. ${where(12)} sum+4.`,
  );
  assert.equal(
    namedEnd(`${store}again: j again`, 1000),
    `CyclesExceeded: Out of cycles: the next step costs 3, and 0 are left. ${where(12)} again.`,
  );
  assert.equal(
    namedEnd(`${store} li a7, 5\n ecall`),
    `InvalidEcall: CKB-VM 2 has no syscall 5; "a7" holds the number. ${where(14)} sum+6.`,
  );
  assert.match(
    namedEnd('_start: nop\nlocal: nop\n sd a0, -1(zero)') ?? '',
    /\. The program was at 0x10004, in local\+2\.$/,
  );
  assert.match(namedEnd(`${store} jr zero`) ?? '', /which is no code\.$/);
});
