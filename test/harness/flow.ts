import assert from 'node:assert/strict';
import type { Code, CodeId } from '../../engines/code.ts';
import type { Engine } from '../../engines/engine.ts';
import type { ControlFlow } from '../../engines/flow.ts';
import type { FrameId, Machine } from '../../engines/machine.ts';

export type Followed = {
  steps: number;
  /** Steps at which the analysis told the height of the stack, and jumps whose target it told. */
  heights: number;
  jumps: number;
};

/**
 * Runs a machine step by step and asserts that what the analysis says of its codes holds: no place is reached that is said
 * not to be, heights are those of the machine, and a jump goes where it was said to. `startsEmpty` says of which codes
 * it is true that they start with nothing on the stack.
 */
export const follow = (
  engine: Engine,
  machine: Machine,
  version: string,
  startsEmpty: (code: CodeId) => boolean = () => true,
): Followed => {
  const flows = new Map<CodeId, ControlFlow>();
  const flowOf = (code: Code) => {
    const known = flows.get(code.id) ?? engine.flow?.(code, version);
    assert.ok(known);
    flows.set(code.id, known);
    return known;
  };
  const followed: Followed = { steps: 0, heights: 0, jumps: 0 };
  /** The last step of each frame. */
  const before = new Map<FrameId, number>();
  for (; !machine.outcome && followed.steps < 20_000; followed.steps += 1) {
    const unit = machine.units().find(({ state }) => state.kind === 'running')?.id;
    const frame = unit === undefined ? undefined : machine.frames(unit)[0];
    const code = machine.codes.get(frame?.place?.code ?? '');
    if (!frame?.place || !code) {
      machine.run({}, 1);
      continue;
    }
    const { offset } = frame.place;
    const flow = flowOf(code);
    const where = `at 0x${offset.toString(16)} of ${code.name}, step ${machine.steps}`;
    const reached = flow.blockAt(offset)?.reached;
    if (offset < code.base + code.bytes.length) {
      assert.notEqual(reached, 'no', `${where}, said to be out of reach`);
      if (!flow.open) assert.equal(reached, 'yes', where);
    }
    const height = flow.height(offset)?.before;
    if (!flow.open && height !== undefined && startsEmpty(code.id)) {
      const stack = machine.scopes(frame.id).find(({ id }) => id === 'stack');
      assert.equal(height, stack?.values.count, `height ${where}`);
      followed.heights += 1;
    }
    const from = before.get(frame.id);
    if (from !== undefined && arrives(flow, code, from, offset, where)) followed.jumps += 1;
    before.set(frame.id, offset);
    if (machine.run({}, 1).kind === 'limit') break;
  }
  return followed;
};

/** Asserts that the step at `from` can lead to `to`, and gives whether it was a jump whose targets are all known. */
const arrives = (flow: ControlFlow, code: Code, from: number, to: number, where: string): boolean => {
  const block = flow.blockAt(from);
  const next = from + (flow.at(from)?.size ?? 1);
  const goesOn = block?.last !== from || block.successors.some((edge) => edge.to === next);
  // What runs as one step may have been entered behind its head, and may reach over a place that is jumped to.
  if (goesOn && next !== to && code.head(next) !== next) return arrives(flow, code, next, to, where);
  if (block?.last !== from) assert.equal(to, next, where);
  else if (!block.open && to < code.base + code.bytes.length) {
    const ways = block.successors.map((edge) => edge.to);
    assert.ok(ways.includes(to), `${where}, come from 0x${from.toString(16)}, which leads to ${ways.join(', ')}`);
  }
  return block?.last === from && !block.open && flow.targets(from).length > 0;
};
