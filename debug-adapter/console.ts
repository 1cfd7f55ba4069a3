import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import type { Halt } from './journeys.ts';
import { resultCard } from './result-card.ts';

/** A line of the client's console, or several: the body of an `output` event. */
export type Printed = DebugProtocol.OutputEvent['body'];

export const line = (category: 'console' | 'stdout' | 'stderr', text: string): Printed => ({
  category,
  output: `${text}\n`,
});

/** Where the program stands, as a line of the console leads there. */
export const whereabouts = (client: Client, { machine, sources }: Debuggee): Partial<Printed> => {
  const located = machine.place && sources.locate(machine.place);
  if (!located) return {};
  const { line, column } = toClient(client, located.span);
  return { source: located.source, line, column };
};

/** What is printed where a run is over: a card with all that it came to. */
export const endOfRun = (
  client: Client,
  debuggee: Debuggee,
  halt: Halt & { readonly kind: 'end' | 'limit' },
): readonly Printed[] => {
  const { machine } = debuggee;
  const { steps, outcome } = machine;
  const { ok, text } = halt.kind === 'end' ? halt.outcome : { ok: false, text: halt.text };
  const category = ok ? 'stdout' : 'stderr';
  const meters = machine.meters();
  const data = outcome?.data ?? new Uint8Array();
  const changes = machine.changes?.();
  const { head, rows } = resultCard({ ok, text, data, meters, steps, changes }, client.showsColours);
  return [{ ...line(category, head), ...whereabouts(client, debuggee) }, line('stdout', rows)];
};
