import assert from 'node:assert/strict';
import type { Engine } from '../../engines/engine.ts';
import { explainStep } from '../../engines/explain.ts';
import type { Machine } from '../../engines/machine.ts';
import { ProfileRecorder, totalOf } from '../../engines/profile.ts';
import { dump, plain, type Trace } from './trace.ts';

export const checkCharges = (engine: Engine, machine: Machine, { moments, happenings }: Trace) => {
  for (const [index, told] of happenings.entries()) {
    const observer = { output: () => assert.fail('An explanation says nothing to the world.') };
    machine.observer = observer;
    const explained = explainStep(machine);
    assert.equal(machine.observer, observer);
    machine.observer = undefined;
    assert.equal(dump(machine), moments[index]?.dump, `step ${index} is not made by explaining it`);
    assert.equal(plain(explained), plain(told.charges));
    for (const { reason } of explained) assert.ok(engine.reasons.includes(reason), `the engine lists no "${reason}"`);
    for (const [dimension, after] of moments[index + 1]?.spent.entries() ?? []) {
      const sum = explained.filter((charge) => charge.dimension === dimension).reduce((n, { amount }) => n + amount, 0);
      assert.equal(
        BigInt(sum),
        after - (moments[index]?.spent[dimension] ?? 0n),
        `meter ${dimension} in step ${index}`,
      );
    }
    machine.run({}, 1);
  }
  if (machine.outcome) assert.deepEqual(explainStep(machine), []);
};

export const checkProfile = (machine: Machine, steps: number) => {
  const recorders = machine.meters().map((_, dimension) => new ProfileRecorder(machine, dimension));
  machine.observer = {
    charge: (charge) => {
      for (const recorder of recorders) recorder.charge(charge);
    },
  };
  machine.run({}, steps);
  assert.deepEqual(
    recorders.map((recorder) => totalOf(recorder.root)),
    machine.meters().map((meter) => meter.spent),
  );
};
