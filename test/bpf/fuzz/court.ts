import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { newTraceFolder } from '../oracle-run.ts';
import type { Request, Verdict } from './protocol.ts';

const code = fileURLToPath(new URL('judge.ts', import.meta.url));

/** How long a program may take, in milliseconds; the first one waits until everything is loaded. */
const patience = 60_000;

/** A process that compares programs, and a new one whenever Agave's code has ended it. */
export class Court {
  #process: ChildProcess | undefined;
  readonly #isTraced: boolean;

  /** @param isTraced whether registers are compared, which damaged files are not fit for */
  constructor({ isTraced }: { readonly isTraced: boolean }) {
    this.#isTraced = isTraced;
  }

  /** @returns undefined if the process ended, or took too long */
  async judge(request: Request): Promise<Verdict | undefined> {
    this.#process ??= this.#start();
    const judge = this.#process;
    const ending = new AbortController();
    const { signal } = ending;
    const timer = setTimeout(() => judge.kill('SIGKILL'), patience);
    try {
      const answer = once(judge, 'message', { signal }).then(([verdict]) => verdict as Verdict);
      const death = once(judge, 'exit', { signal }).then(() => undefined);
      judge.send(request);
      const verdict = await Promise.race([answer, death]);
      if (!verdict) this.#process = undefined;
      return verdict;
    } finally {
      clearTimeout(timer);
      ending.abort();
    }
  }

  #start(): ChildProcess {
    const traces = this.#isTraced ? [newTraceFolder()] : [];
    const started = fork(code, traces, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    started.once('exit', () => {
      for (const folder of traces) rmSync(folder, { recursive: true, force: true });
    });
    return started;
  }

  close(): void {
    this.#process?.disconnect();
    this.#process = undefined;
  }
}
