import type { CostNode, MeterProfile } from './report.ts';

/**
 * What V8's profiler writes and VS Code and Chrome open (Chrome DevTools Protocol, type `Profiler.Profile`). Times are in
 * microseconds there; here each stands for one unit of cost.
 */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly scriptId: string;
      readonly url: string;
      /** From 0, as columns; -1 where there is none. */
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
    readonly hitCount: number;
    readonly children: readonly number[];
  }[];
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of nodes, in the order of time. */
  readonly samples: readonly number[];
  /** From the sample before, or the start, to each sample; what passes after a sample is the sample's. */
  readonly timeDeltas: readonly number[];
};

/** One meter as a CPU profile: each stretch that costs something is one sample as long as its cost. What was given back has no length. */
export const toCpuProfile = ({ tree }: MeterProfile): CpuProfile => {
  const nodes: CpuProfile['nodes'][number][] = [];
  const samples: number[] = [];
  const starts: number[] = [];
  let time = 0;
  const visit = (node: CostNode): number => {
    const id = nodes.length + 1;
    const { name, uri = '', line = -1, kind, times } = node;
    const own = Math.max(0, Number(node.own));
    const children: number[] = [];
    nodes.push({
      id,
      callFrame: {
        functionName: kind === 'apart' ? `(${name})` : name,
        scriptId: '0',
        url: uri,
        lineNumber: line,
        columnNumber: line < 0 ? -1 : 0,
      },
      hitCount: times,
      children,
    });
    if (own > 0) {
      samples.push(id);
      starts.push(time);
      time += own;
    }
    for (const child of node.children) children.push(visit(child));
    return id;
  };
  const root = visit(tree);
  // Some readers end the last sample where it begins; so one more stands at the end.
  samples.push(root);
  starts.push(time);
  const timeDeltas = starts.map((start, index) => start - (starts[index - 1] ?? 0));
  return { nodes, startTime: 0, endTime: time, samples, timeDeltas };
};
