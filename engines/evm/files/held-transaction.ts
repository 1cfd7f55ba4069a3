import { readSigned } from '../transactions/properties.ts';
import type { Address } from '../words.ts';
import { readStateFile } from './state-file.ts';

/** The transaction that a scenario holds: the code that it runs, and whose that is; undefined for a contract to be created. */
export type HeldTransaction = { readonly to: Address | undefined; readonly code: Uint8Array };

/** Undefined for a scenario without a signed transaction. @throws LoadError where there is one and it is wrong */
export const readHeldTransaction = (scenario: string): HeldTransaction | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(scenario);
  } catch {
    return undefined;
  }
  const encoded = typeof json === 'object' && json !== null && 'transaction' in json ? json.transaction : undefined;
  if (typeof encoded !== 'string') return undefined;
  const { to, data } = readSigned(encoded).signed;
  if (to === undefined) return { to, code: data };
  return { to, code: readStateFile(scenario, '')?.get(to)?.code ?? new Uint8Array() };
};
