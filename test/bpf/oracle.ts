import { createRequire } from 'node:module';

/**
 * `litesvm` runs programs with Agave's own code. Of the version that the tests expect there is a native part for this one
 * platform only; older ones, which `overrides` in package.json name for the others, have other features.
 */
const require = createRequire(import.meta.url);

const obtain = (): typeof import('litesvm') | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    return require('litesvm');
  } catch {
    return undefined;
  }
};

export const litesvm = obtain();

/**
 * For `skip` of a test: false where the oracle is there, else why the test is not run. What Agave makes of programs of our own is kept,
 * and compared on every machine (`kept.test.ts`). Programs of mainnet are not among them: they come out of litesvm, and are not
 * committed.
 */
export const skipped = litesvm ? false : 'litesvm has no native part for this machine';

/** Programs that litesvm brings with it, as they are deployed on mainnet. */
export const programIds = {
  token: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  token2022: 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb',
  associatedToken: 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL',
  memo1: 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo',
  memo4: 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr',
  addressLookupTable: 'AddressLookupTab1e1111111111111111111111111',
  stake: 'Stake11111111111111111111111111111111111111',
} as const;
