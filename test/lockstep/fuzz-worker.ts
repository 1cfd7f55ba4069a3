import { parentPort, workerData } from 'node:worker_threads';
import { fuzz } from './fuzz.ts';

/** Seeds from `first` on, every `stride`-th, until a time (as `Date.now` tells it), or so many. */
export type Task = {
  readonly first: number;
  readonly stride: number;
  readonly until: number;
  readonly most: number;
};

const { first, stride, until, most } = workerData as Task;
for (let i = 0; i < most && Date.now() < until; i += 1) {
  parentPort?.postMessage(await fuzz((first + i * stride) >>> 0));
}
