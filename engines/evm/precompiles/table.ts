import type { ForkId } from '../forks.ts';
import { forks } from '../forks.ts';
import type { Reason } from '../reasons.ts';
import type { Address } from '../words.ts';
import { blake2f, blake2fGas } from './blake2f.ts';
import {
  addG1,
  addG2,
  mapToG1,
  mapToG2,
  msmG1,
  msmG1Gas,
  msmG2,
  msmG2Gas,
  pairing as pairingBls,
} from './bls12-381.ts';
import { add, multiply, pairing } from './bn254.ts';
import { identity, ripemd160, sha256 } from './hashes.ts';
import { evaluatePoint } from './kzg.ts';
import { remembering } from './memory.ts';
import { gasEip198, gasEip2565, gasEip7883, modexp } from './modexp.ts';
import { always, atFork, type Precompile, perGroup, perWord, type Row, row } from './precompile.ts';
import { recover, verifyP256 } from './signatures.ts';

/** Every precompile of every fork, by address. */
// biome-ignore format: a table is read by its columns
export const precompiles: readonly Row[] = [
  row(0x01, 'ecrecover',  [['frontier', always(3000)]],                                         remembering(recover)),
  row(0x02, 'sha256',     [['frontier', perWord(60, 12)]],                                      remembering(sha256)),
  row(0x03, 'ripemd160',  [['frontier', perWord(600, 120)]],                                    remembering(ripemd160)),
  row(0x04, 'identity',   [['frontier', perWord(15, 3)]],                                       identity),
  row(0x05, 'modexp',     [['byzantium', gasEip198, 'EIP-198'], ['berlin', gasEip2565, 'EIP-2565'], ['osaka', gasEip7883, 'EIP-7883']], remembering(modexp)),
  row(0x06, 'bn254 addition',       [['byzantium', always(500), 'EIP-196'], ['istanbul', always(150), 'EIP-1108']],    add),
  row(0x07, 'bn254 multiplication', [['byzantium', always(40000), 'EIP-196'], ['istanbul', always(6000), 'EIP-1108']], remembering(multiply)),
  row(0x08, 'bn254 pairing',        [['byzantium', perGroup(100000, 80000, 192), 'EIP-197'], ['istanbul', perGroup(45000, 34000, 192), 'EIP-1108']], remembering(pairing)),
  row(0x09, 'blake2f',    [['istanbul', blake2fGas, 'EIP-152']],                                remembering(blake2f)),
  row(0x0a, 'KZG point evaluation', [['cancun', always(50000), 'EIP-4844']],                    remembering(evaluatePoint)),
  row(0x0b, 'BLS12-381 G1 addition',                     [['prague', always(375), 'EIP-2537']], addG1),
  row(0x0c, 'BLS12-381 G1 multi-scalar multiplication',  [['prague', msmG1Gas, 'EIP-2537']],    remembering(msmG1)),
  row(0x0d, 'BLS12-381 G2 addition',                     [['prague', always(600), 'EIP-2537']], addG2),
  row(0x0e, 'BLS12-381 G2 multi-scalar multiplication',  [['prague', msmG2Gas, 'EIP-2537']],    remembering(msmG2)),
  row(0x0f, 'BLS12-381 pairing',    [['prague', perGroup(37700, 32600, 384), 'EIP-2537']],      remembering(pairingBls)),
  row(0x10, 'BLS12-381 map to G1',  [['prague', always(5500), 'EIP-2537']],                     remembering(mapToG1)),
  row(0x11, 'BLS12-381 map to G2',  [['prague', always(23800), 'EIP-2537']],                    remembering(mapToG2)),
  row(0x100, 'P256VERIFY', [['osaka', always(6900), 'EIP-7951']],                               remembering(verifyP256)),
];

const tables = new Map<ForkId, ReadonlyMap<Address, Precompile>>(
  forks.map(({ id }) => {
    const there = precompiles.map((each) => atFork(each, id)).filter((each) => each !== undefined);
    return [id, new Map(there.map((each) => [each.address, each]))];
  }),
);

/** What a call of `address` runs instead of code. */
export const precompileAt = (address: Address, fork: ForkId): Precompile | undefined => tables.get(fork)?.get(address);

export const precompileAddresses = (fork: ForkId): Iterable<Address> => tables.get(fork)?.keys() ?? [];

/** Reasons of the charges for precompiles. */
export const precompileReasons: readonly Reason[] = precompiles.map(({ name }) => `precompile ${name}` as const);
