import type { CallAnswers } from '../server/protocol.ts';

/** What somebody answered about one code of a file. */
export type Answers = {
  /** The calls of the last run, in their order. */
  readonly last: readonly CallAnswers[];
  /** The latest texts for each call by its id. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
};

/** Where answers are kept: VS Code's state of a workspace. */
export type Store = {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
};

/** Codes whose answers are kept, the latest last. */
type Kept = readonly { readonly uri: string; readonly part: string; readonly answers: Answers }[];

const key = 'gaslamp.calls';
const most = 100;

/** Remembers answers by file and part. */
export class Memory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  recall(uri: string, part: string): Answers | undefined {
    return this.#kept.find((each) => each.uri === uri && each.part === part)?.answers;
  }

  /** What was answered last, about whatever it was. */
  latest(): Kept[number] | undefined {
    return this.#kept.at(-1);
  }

  remember(uri: string, part: string, last: readonly CallAnswers[]): void {
    const texts = { ...this.recall(uri, part)?.texts };
    for (const answer of last) texts[answer.call] = answer.texts;
    const others = this.#kept.filter((each) => each.uri !== uri || each.part !== part);
    this.#store.update(key, [...others, { uri, part, answers: { last, texts } }].slice(-most));
  }

  get #kept(): Kept {
    return this.#store.get<Kept>(key) ?? [];
  }
}
