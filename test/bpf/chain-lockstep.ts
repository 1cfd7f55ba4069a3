import assert from 'node:assert/strict';
import type { Account, Instruction } from '../../engines/bpf/solana/account.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { compare, machineFor, worldOf } from './lockstep.ts';
import {
  newSvm,
  type OracleResult,
  readAccount,
  runOnOracle,
  type Svm,
  startTracing,
  writeAccount,
} from './oracle-run.ts';
import { transactionOf } from './token.ts';

/** A chain on which each transaction runs on both sides, and is compared to the register, the log, the compute unit and the account. */
export class LockstepChain {
  readonly svm: Svm;
  /** Instructions compared so far. */
  compared = 0;
  readonly #stop: () => void;

  constructor(accounts: ReadonlyMap<Key, Account>) {
    this.#stop = startTracing();
    this.svm = newSvm();
    for (const [key, account] of accounts) writeAccount(this.svm, key, account);
  }

  /** What both sides made of it. @throws AssertionError where they differ */
  async run(...instructions: readonly Instruction[]): Promise<OracleResult> {
    const transaction = transactionOf(...instructions);
    const world = worldOf((key) => readAccount(this.svm, key), transaction);
    const named = instructions.flatMap(({ accounts }) => accounts.map(({ key }) => key));
    const keys = [...new Set([...world.keys(), ...named])];
    const oracle = await runOnOracle(this.svm, transaction, keys);
    const machine = machineFor(world, transaction);
    const { differences, instructions: compared } = compare(machine, oracle);
    assert.deepEqual(differences, []);
    assert.ok(compared === 0 || oracle.traces.length > 0, 'Agave traces nothing, so no register is compared');
    for (const key of keys)
      if (!oracle.accounts.has(key)) assert.equal(machine.runtime.chain.accounts.get(key).lamports, 0n, key);
    this.compared += compared;
    return oracle;
  }

  close(): void {
    this.#stop();
  }
}
