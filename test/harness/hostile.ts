import assert from 'node:assert/strict';
import { LoadError, type Program } from '../../engines/engine.ts';

/** The most steps that a run of a hostile file gets. */
export const hostileSteps = 20_000;

/** A file that may be broken is refused in a sentence, or runs to an end, or to a limit, and can be looked at there. */
export const isRefusedOrBounded = (load: () => Program, seed: number): void => {
  try {
    const machine = load().start();
    const { kind } = machine.run({}, hostileSteps);
    assert.ok(kind === 'ended' || kind === 'limit' || kind === 'budget', kind);
    for (const { id } of machine.units()) machine.frames(id);
  } catch (error) {
    assert.ok(error instanceof LoadError, `GASLAMP_SEED=${seed}: ${error instanceof Error ? error.stack : error}`);
    assert.match(error.message, /\.$/);
  }
};
