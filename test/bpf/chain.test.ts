import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wellKnown } from '../../engines/bpf/solana/keys.ts';
import { decodeRent, minimumBalance } from '../../engines/bpf/solana/rent.ts';
import { builtinAccounts } from '../../engines/bpf/solana/reserved.ts';
import { sysvarAccounts } from '../../engines/bpf/solana/sysvars.ts';
import { OracleChain } from './native-oracle.ts';
import { skipped } from './oracle.ts';

test('the chain begins with the accounts that Agave has', { skip: skipped }, () => {
  const oracle = new OracleChain();
  for (const [key, account] of [...builtinAccounts, ...sysvarAccounts()])
    assert.deepEqual(account, oracle.get(key), key);
});

test('what exempts an account from rent is what Agave asks', { skip: skipped }, () => {
  const oracle = new OracleChain();
  const rent = decodeRent(sysvarAccounts().get(wellKnown.rent)?.data ?? new Uint8Array());
  for (const size of [0, 1, 80, 165, 10 * 1024 * 1024])
    assert.equal(minimumBalance(rent, size), oracle.minimumBalance(size), `${size} bytes`);
});
