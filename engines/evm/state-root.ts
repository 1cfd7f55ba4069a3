import { keccak256 } from './keccak.ts';
import { encodeRlp, numberBytes } from './rlp.ts';
import { emptyCodeHash, type State } from './state.ts';
import { trieRoot } from './trie.ts';
import { type Address, addressBytes, toBytes } from './words.ts';

/** Root hash of all accounts (Yellow Paper, section 4.1). */
export const stateRoot = (state: State): Uint8Array =>
  trieRoot(
    Array.from(state.accounts.objects(), (address) => [
      keccak256(addressBytes(address)),
      encodeRlp([
        numberBytes(state.nonce(address)),
        numberBytes(state.balance(address)),
        storageRoot(state, address),
        toBytes(state.accounts.get(address, 'code') ?? emptyCodeHash),
      ]),
    ]),
  );

/** Root hash of an account's storage. */
export const storageRoot = (state: State, address: Address): Uint8Array =>
  trieRoot(
    Array.from(state.slots(address), ([key, value]) => [keccak256(toBytes(key)), encodeRlp(numberBytes(value))]),
  );
