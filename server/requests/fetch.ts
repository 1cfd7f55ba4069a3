import type { CancellationToken } from 'vscode-languageserver';
import { type Engine, LoadError } from '../../engines/engine.ts';
import { fetchingOf, scenarioText } from '../../engines/fetching.ts';
import { cancelled } from '../messages.ts';
import type { AskNodeParams, AskNodeResult, FetchableResult, FetchParams, FetchResult } from '../protocol.ts';

/** Long enough for other requests to be answered between two slices of a replay. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

export const fetchable = (engines: readonly Engine[], name: string): FetchableResult => ({
  methods: fetchingOf(engines, name).methods,
});

/** Makes a scenario of what happened on a chain. @param ask puts a question to the node, by way of the client. */
export const fetchScenario = async (
  engines: readonly Engine[],
  { handle, name, host }: FetchParams,
  ask: (params: AskNodeParams) => Promise<unknown>,
  token: CancellationToken,
): Promise<FetchResult> => {
  const wanted = () => {
    if (token.isCancellationRequested) throw new LoadError(cancelled());
  };
  const node = {
    host,
    ask: async (method: string, params: readonly unknown[]) => {
      wanted();
      const result = (await ask({ handle, method, params })) as AskNodeResult;
      if ('failure' in result) throw new LoadError(result.failure);
      return result.answer;
    },
    pause: async () => {
      await pause();
      wanted();
    },
  };
  const fetched = await fetchingOf(engines, name).obtain(name, node);
  const { told, isSame } = fetched;
  return { name: fetched.name, text: scenarioText(fetched), told, isSame };
};
