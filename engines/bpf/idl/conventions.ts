import { type Key, wellKnown } from '../solana/keys.ts';
import { plainName } from './types.ts';

export const tokenProgram: Key = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
export const token2022: Key = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';
export const associatedToken: Key = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';

/** Accounts that IDLs name without their addresses, which Anchor's own client knows by these names too. */
const addresses: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['systemprogram', wellKnown.systemProgram],
  ['tokenprogram', tokenProgram],
  ['associatedtokenprogram', associatedToken],
  ['rent', wellKnown.rent],
  ['clock', wellKnown.clock],
]);

/** The address that an account of that name has by convention. */
export const conventionalAddress = (name: string): Key | undefined => addresses.get(plainName(name));
