import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fusionTable } from '../../engines/riscv/ckb/fusion.ts';
import { farCallPieces, farCallsAway, fusionPieces, piecesOf, programOf, rowsAt, shortFarCalls } from './brackets.ts';
import { compare, newMachine } from './lockstep.ts';
import { assemble } from './programs.ts';

/** Runs a program, which must come to its end, and gives the names of the groups that ran as one step. */
const fusionsIn = (program: Uint8Array, version: number): ReadonlySet<string> => {
  const machine = newMachine({ program, version });
  const names = new Set<string>();
  while (!machine.outcome) {
    const name = machine.vm.codeAt(machine.hart.pc)?.stepAt(machine.hart.pc)?.fusion?.name;
    if (name !== undefined) names.add(name);
    machine.step();
  }
  assert.equal(machine.outcome.text, 'The script ended with exit code 0: success.');
  return names;
};

const same = (text: string, version: number): number => {
  const { steps, difference } = compare({ program: assemble(text), version });
  assert.equal(difference, undefined, text.length < 2000 ? text : undefined);
  return steps;
};

describe('the cycles around everything are those of ckb-debugger, and so are all registers at each step', () => {
  for (const version of [0, 1, 2]) {
    test(`every instruction, on version ${version}`, (t) => {
      const pieces = rowsAt(version).map(piecesOf);
      assert.ok(pieces.every(({ length }) => length > 0));
      const programs = version === 0 ? pieces : [pieces.flat()];
      const texts = programs.map((each) => programOf(each, version));
      for (const text of texts) fusionsIn(assemble(text), version);
      const steps = texts.reduce((sum, text) => sum + same(text, version), 0);
      t.diagnostic(`${pieces.length} instructions, ${pieces.flat().length} cases, ${steps} steps`);
    });

    test(`every group that runs as one step, and what nearly is one, on version ${version}`, (t) => {
      const pieces = [...fusionPieces(version), ...farCallPieces(version)];
      const text = programOf(pieces, version);
      t.diagnostic(`${pieces.length} groups, ${same(text, version)} steps`);
      const known = fusionTable.filter(([, since, until]) => since <= version && version <= until);
      assert.deepEqual(fusionsIn(assemble(text), version), new Set(known.map(([name]) => name)));
    });

    test(`far calls in 16 bits, and those that lead away, on version ${version}`, () => {
      same(shortFarCalls(version), version);
      for (const piece of farCallsAway) same(programOf([piece], version), version);
    });
  }
});
