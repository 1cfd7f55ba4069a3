import type { CostNode, MeterProfile, Profile } from './report.ts';

/** A file of speedscope (https://www.speedscope.app/file-format-schema.json): a profile for each meter, by samples. */
export type SpeedscopeFile = {
  readonly $schema: 'https://www.speedscope.app/file-format-schema.json';
  readonly exporter: string;
  readonly name: string;
  readonly activeProfileIndex: number;
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly SpeedscopeProfile[];
};

/** `line` counts from 1. */
type SpeedscopeFrame = { readonly name: string; readonly file?: string; readonly line?: number };

type SpeedscopeProfile = {
  readonly type: 'sampled';
  readonly name: string;
  readonly unit: 'none';
  readonly startValue: number;
  readonly endValue: number;
  /** Indices of frames, outermost first, and the cost of each. */
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
};

/** What was given back has no weight. */
export const toSpeedscope = ({ program, meters }: Profile): SpeedscopeFile => {
  const frames: SpeedscopeFrame[] = [];
  const indices = new Map<string, number>();
  const frameOf = ({ kind, name, uri, line }: CostNode): number => {
    const key = `${kind} ${name} ${line} ${uri}`;
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, frames.length);
    const place = uri === undefined || line === undefined ? {} : { file: uri, line: line + 1 };
    return frames.push({ name: kind === 'apart' ? `(${name})` : name, ...place }) - 1;
  };
  const profiles = meters.map((meter) => sampled(meter, frameOf));
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: 'Gaslamp',
    name: program,
    activeProfileIndex: 0,
    shared: { frames },
    profiles,
  };
};

const sampled = ({ name, tree }: MeterProfile, frameOf: (node: CostNode) => number): SpeedscopeProfile => {
  const samples: (readonly number[])[] = [];
  const weights: number[] = [];
  const visit = (node: CostNode, path: readonly number[]): void => {
    const here = [...path, frameOf(node)];
    const own = Number(node.own);
    if (own > 0) {
      samples.push(here);
      weights.push(own);
    }
    for (const child of node.children) visit(child, here);
  };
  visit(tree, []);
  const endValue = weights.reduce((sum, weight) => sum + weight, 0);
  return { type: 'sampled', name, unit: 'none', startValue: 0, endValue, samples, weights };
};
