import assert from 'node:assert/strict';
import type { Engine } from '../../engines/engine.ts';
import type { Location, Machine, Save, Value } from '../../engines/machine.ts';
import { overlaps } from './expected.ts';
import type { Random } from './random.ts';
import { dump, plain, type Trace } from './trace.ts';

/** Both traces alike; the first difference is shown alone, for a whole trace is long. */
export const same = (actual: Trace, expected: Trace) => {
  for (const [index, moment] of expected.moments.entries()) {
    assert.equal(actual.moments[index]?.dump, moment.dump, `at step ${index}`);
    assert.equal(plain(actual.happenings[index]), plain(expected.happenings[index]), `in step ${index}`);
  }
  assert.equal(actual.moments.length, expected.moments.length);
  assert.equal(plain(actual.last), plain(expected.last));
};

export const checkMoments = (machine: Machine, trace: Trace, engine: Engine) => {
  for (let index = 0; index < trace.moments.length; index++) {
    if (index > 0) machine.run({}, 1);
    assert.equal(machine.steps, index);
    const units = machine.units();
    const running = units.filter((unit) => unit.state.kind === 'running');
    assert.equal(running.length, machine.outcome ? 0 : 1, 'one unit runs until the end, and none after it');
    const ids = units.flatMap((unit) => machine.frames(unit.id).map((frame) => frame.id));
    assert.equal(new Set(ids).size, ids.length, 'no two frames have the same id');
    for (const unit of units) assert.ok(machine.frames(unit.id).length > 0, 'a unit has a frame');
    if (running[0]) assert.deepEqual(machine.frames(running[0].id)[0]?.place, machine.place);
    if (machine.place) assert.ok(machine.codes.has(machine.place.code), 'the code of the next step is known');
    checkNumbers(machine, engine);
    if (machine.writable) checkWritingBack(machine);
  }
};

/** A number that lies in bytes is the number that they make. */
const checkNumbers = (machine: Machine, { byteOrder }: Engine) => {
  for (const { name, number, location } of valuesOf(machine)) {
    const bytes = number === undefined ? undefined : location && machine.read(location);
    if (!bytes) continue;
    const digits = [...(byteOrder === 'big' ? bytes : bytes.toReversed())];
    const value = digits.reduce((sum, byte) => 256n * sum + BigInt(byte), 0n);
    assert.equal(number, value, `the number of ${name}`);
  }
};

/** What is read at a value can be written there, and changes nothing. */
const checkWritingBack = (machine: Machine) => {
  const before = dump(machine);
  for (const location of locationsOf(machine)) {
    const bytes = machine.read(location);
    assert.ok(bytes, `${plain(location)} can be read`);
    machine.write(location, bytes);
  }
  assert.equal(dump(machine), before);
};

const locationsOf = (machine: Machine): readonly Location[] =>
  valuesOf(machine).flatMap((value) => value.location ?? []);

const valuesOf = (machine: Machine): readonly Value[] => {
  const unit = machine.units().find((each) => each.state.kind === 'running') ?? machine.units()[0];
  const values = machine
    .frames(unit?.id ?? 0)
    .flatMap((frame) => machine.scopes(frame.id))
    .flatMap((scope) => scope.values.get(0, 8));
  return values.flatMap((value) => [value, ...(value.children?.get(0, 8) ?? [])]);
};

export const checkSaves = (machine: Machine, { moments }: Trace, random: Random) => {
  const saves: Save[] = [machine.save()];
  while (saves.length < moments.length) {
    machine.run({}, 1);
    saves.push(machine.save());
    if (random.below(4) === 0) machine.load(saves.at(-1) ?? machine.save());
  }
  for (let i = 0; i < 2 * moments.length; i++) {
    const from = random.below(moments.length);
    machine.load(saves[from] ?? machine.save());
    assert.equal(saves[from]?.steps, from);
    assert.equal(dump(machine), moments[from]?.dump, `loaded at step ${from}`);
    const to = Math.min(from + random.below(5), moments.length - 1);
    if (to > from) machine.run({ step: to }, Number.POSITIVE_INFINITY);
    assert.equal(dump(machine), moments[to]?.dump, `loaded at step ${from}, run to step ${to}`);
  }
};

/** What a save says of its own size may differ, for that is what only it holds. */
export const checkRefusal = (machine: Machine, { moments, last }: Trace) => {
  if (last.kind !== 'limit') return;
  machine.run({ step: moments.length - 1 }, Number.POSITIVE_INFINITY);
  const before = machine.save();
  assert.deepEqual(machine.run({}, 1), last);
  assert.deepEqual({ ...machine.save(), size: before.size }, before);
  assert.equal(dump(machine), moments.at(-1)?.dump);
};

/** Contents of what can be watched and is in view. */
const contentsOf = (machine: Machine) =>
  new Map(
    locationsOf(machine).map((location) => [plain(location), { location, bytes: plain(machine.read(location)) }]),
  );

export const checkAccesses = (machine: Machine, { happenings }: Trace) => {
  let before = contentsOf(machine);
  for (const [index, { accesses }] of happenings.entries()) {
    machine.run({}, 1);
    const after = contentsOf(machine);
    for (const [key, { location, bytes }] of after) {
      const old = before.get(key);
      if (!old || old.bytes === bytes) continue;
      const isTold = accesses.some((access) => access.write && overlaps(access.location, location));
      assert.ok(isTold, `step ${index} changes ${key} from ${old.bytes} to ${bytes} and tells of ${plain(accesses)}`);
    }
    before = after;
  }
};
