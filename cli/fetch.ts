import type { Engine } from '../engines/engine.ts';
import { fetchingOf, scenarioText } from '../engines/fetching.ts';
import { nodeAt } from '../network/node.ts';
import { UsageError } from './arguments.ts';
import * as messages from './messages.ts';

/** What fetching needs of the machine it runs on. */
export type Surroundings = {
  /** Shows a text that is no part of what is written. */
  tell(text: string): void;
  /** Whether a person says yes; undefined where there is nobody to ask. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Writes a file that is not there yet, or to the standard output if no path is given. */
  write(path: string | undefined, text: string): Promise<void>;
};

type Asked = {
  readonly name: string;
  readonly address: string;
  readonly file: string | undefined;
  readonly isConfirmed: boolean;
};

/** Reads what stands behind `gaslamp fetch`. @throws UsageError */
export const readFetchArguments = (words: readonly string[]): Asked => {
  const values = new Map<string, string>();
  let name: string | undefined;
  let isConfirmed = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--yes') isConfirmed = true;
    else if (word === '--node' || word === '--out') {
      at += 1;
      const value = words[at];
      if (value === undefined) throw new UsageError(messages.noValue(word.slice(2)));
      values.set(word, value);
    } else if (name === undefined && !word.startsWith('--')) name = word;
    else throw new UsageError(messages.unknownFetchOption(word));
  }
  const address = values.get('--node');
  if (name === undefined || address === undefined) throw new UsageError(messages.fetchUsage());
  return { name, address, file: values.get('--out'), isConfirmed };
};

/**
 * Fetches what happened on a chain into a scenario, once a person has seen what is sent and agrees.
 * True if its replay ends as the chain says. @throws UsageError, LoadError
 */
export const fetchScenario = async (
  engines: readonly Engine[],
  { name, address, file, isConfirmed }: Asked,
  { tell, confirm, write }: Surroundings,
): Promise<boolean> => {
  const fetching = fetchingOf(engines, name);
  const node = nodeAt(address);
  const sent = messages.toBeSent(node.host, name, fetching.methods);
  if (isConfirmed) tell(sent);
  else {
    const agrees = await confirm(sent);
    if (agrees === undefined) throw new UsageError(messages.nobodyToAsk(sent));
    if (!agrees) throw new UsageError(messages.notSent());
  }
  const pause = () => Promise.resolve();
  const fetched = await fetching.obtain(name, { ...node, pause });
  await write(file, scenarioText(fetched));
  tell(fetched.told);
  return fetched.isSame;
};
