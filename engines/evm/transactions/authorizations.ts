import { concatBytes } from '../../bytes.ts';
import { delegateOf } from '../calls.ts';
import { nonceLimit } from '../creations.ts';
import { newAccount } from '../schedule.ts';
import type { State } from '../state.ts';
import { addressBytes } from '../words.ts';
import { authorityOf } from './signing.ts';
import type { Authorization } from './transaction.ts';

/** What an authorization for an account that is there already costs, of `newAccount` that each was charged (EIP-7702). */
const existingAccount = 12500;

const designator = Uint8Array.of(0xef, 0x01, 0x00);
const noAddress = `0x${'0'.repeat(40)}`;

/** Makes accounts delegate to others as their owners signed (EIP-7702). One that does not hold is passed over. */
export const applyAuthorizations = (state: State, authorizations: readonly Authorization[], chainId: bigint): void => {
  for (const authorization of authorizations) {
    const { address, nonce } = authorization;
    if (authorization.chainId !== 0n && authorization.chainId !== chainId) continue;
    if (nonce >= nonceLimit) continue;
    const authority = authorityOf(authorization);
    if (authority === undefined) continue;
    state.touch(authority, 'account');
    const code = state.code(authority);
    if (code.length > 0 && delegateOf(code) === undefined) continue;
    if (state.nonce(authority) !== nonce) continue;
    if (!state.isEmpty(authority)) state.refund += newAccount - existingAccount;
    const next = address === noAddress ? new Uint8Array() : concatBytes([designator, addressBytes(address)]);
    state.setCode(authority, next, 'delegation');
    state.setNonce(authority, nonce + 1n);
  }
};
