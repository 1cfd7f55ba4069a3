import { type Engine, type LaunchProperties, LoadError } from './engine.ts';
import { nothingFetches } from './messages.ts';

/** What a node answers to one question (JSON-RPC 2.0). */
export type NodeAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };

/** A node of a chain, as an engine sees it. */
export type ChainNode = {
  /** Where it is, for a person: `127.0.0.1:8545`. */
  readonly host: string;
  /** @throws LoadError that says why there is no answer. */
  ask(method: string, params: readonly unknown[]): Promise<NodeAnswer>;
  /** Lets others work, between two slices of a long run. @throws LoadError if nobody waits for it any more. */
  pause(): Promise<void>;
};

/** Something that happened on a chain, as a scenario that needs the chain no more. */
export type Fetched = {
  /** A name for its file, without an ending. */
  readonly name: string;
  readonly scenario: LaunchProperties;
  /** What was fetched, and how its replay compares with what the chain says, in a few sentences. */
  readonly told: string;
  /** Whether the replay ends as the chain says. */
  readonly isSame: boolean;
};

/** How what happened on a chain becomes a scenario. */
export type Fetching = {
  /** Every method that a node may be asked for. */
  readonly methods: readonly string[];
  /** What is wrong with the name of something on a chain, in one sentence; undefined if nothing is. */
  check(name: string): string | undefined;
  /** @throws LoadError */
  obtain(name: string, node: ChainNode): Promise<Fetched>;
};

/** The first of the engines to take a name. @throws LoadError that says what is wrong with it */
export const fetchingOf = (engines: readonly Engine[], name: string): Fetching => {
  const all = engines.flatMap(({ fetching }) => fetching ?? []);
  const found = all.find(({ check }) => check(name) === undefined);
  if (!found) throw new LoadError(all[0]?.check(name) ?? nothingFetches());
  return found;
};

/** What is written into the file of a scenario. */
export const scenarioText = ({ scenario }: Fetched): string => `${JSON.stringify(scenario, undefined, 2)}\n`;
