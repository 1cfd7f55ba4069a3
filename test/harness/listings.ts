import assert from 'node:assert/strict';
import type { Engine } from '../../engines/engine.ts';
import type { Machine } from '../../engines/machine.ts';
import { plain, type Trace } from './trace.ts';

export const checkCodes = (machine: Machine, { moments }: Trace) => {
  machine.run({}, moments.length - 1);
  for (const [id, code] of machine.codes) {
    assert.equal(code.id, id);
    const end = code.base + code.bytes.length;
    for (const outside of [code.base - 1, end, end + 1]) {
      assert.equal(code.decode(outside), undefined, `nothing is at ${outside}`);
      assert.equal(code.head(outside), undefined, `nothing starts at ${outside}`);
    }
    let offset = code.base;
    for (let next = offset; offset < end; offset = next) {
      const decoded = code.decode(offset);
      assert.ok(decoded && decoded.size >= 1, `something is at ${offset}`);
      next = offset + decoded.size;
      assert.ok(next <= end, `what is at ${offset} ends within the code`);
      for (let at = offset; at < next; at++)
        assert.equal(code.head(at), code.head(offset), `${at} belongs to ${offset}`);
    }
    for (let at = code.base; at < end; at++) {
      const head = code.head(at);
      assert.ok(head !== undefined && head >= code.base && head <= at, `the step over ${at} starts at or before it`);
      assert.equal(code.head(head), head, `the head of a head is itself`);
      assert.ok(head >= (code.head(at - 1) ?? code.base), `steps lie one after the other, also at ${at}`);
    }
  }
  for (const [index, { place }] of moments.entries()) {
    const previous = moments[index - 1];
    const from = previous?.place;
    if (!place || !from || previous.running?.frames !== moments[index]?.running?.frames) continue;
    const code = machine.codes.get(from.code);
    const inSequence = code?.head(from.offset) === from.offset && code.decode(from.offset)?.row?.flow === 'next';
    if (inSequence && from.code === place.code && code.head(place.offset) !== undefined) {
      const sameUnit = previous.running?.unit === moments[index]?.running?.unit;
      if (sameUnit) assert.equal(code.head(place.offset), place.offset, `a step in sequence starts at a head`);
    }
  }
};

export const checkListing = (engine: Engine, code: Parameters<Engine['listing']>[0], version: string) => {
  const document = engine.languages[0].parse(engine.listing(code, version), { version });
  assert.deepEqual(
    document.problems.filter((problem) => problem.severity === 'error'),
    [],
  );
  assert.equal(plain(document.bytes), plain(code.bytes));
  const emitting = document.statements.filter((statement) => statement.places.length > 0);
  let next = code.base;
  const end = code.base + code.bytes.length;
  for (const [index, { places, row, range }] of emitting.entries()) {
    assert.deepEqual(places, [next], 'a listing has one statement for each instruction');
    const decoded = code.decode(next);
    assert.deepEqual(document.spans(next)[0], range);
    // Data is written as it can be read best, many bytes at once.
    if (row) assert.equal(row.mnemonic, decoded?.row?.mnemonic);
    next = row ? next + (decoded?.size ?? 1) : (emitting[index + 1]?.places[0] ?? end);
  }
  assert.equal(next, end);
};
