import type { Account } from '../../engines/bpf/solana/account.ts';
import type { Feature, FeatureSet } from '../../engines/bpf/solana/features.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { litesvm, programIds } from './oracle.ts';
import { newSvm, readAccount, type Svm } from './oracle-run.ts';

/** Accounts that activate features, by the names that features have here (`feature-set/src/lib.rs`). */
export const featureIds: Readonly<Record<Feature, Key>> = {
  abort_on_invalid_curve: 'FuS3FPfJDKSNot99ECLXtp3rueq36hMNStJkPJwWodLh',
  alt_bn128_little_endian: 'bn2oPgpkzQPT3tohMaAsMVGjhDmmDa4jCaVPqCFmtxM',
  blake3_syscall_enabled: 'HTW2pSyErTj4BV6KBM9NZ9VBUJVxt7sacNWcf76wtzb3',
  create_account_allow_prefund: '6sPDzwyARRExKH52LECxcGoqziH8G7SZofwuxi8Ja331',
  curve25519_syscall_enabled: '7rcw5UtqgDTBBv2EcynNfYckgdAaH1MAsCjKgXMkN7Ri',
  deplete_cu_meter_on_vm_failure: 'B7H2caeia4ZFcpE3QcgMqbiWiBtWrdBRBSJ1DY6Ktxbq',
  disable_fees_sysvar: 'JAN1trEUEtZjgXYzNBYHU9DYd7GnThhXfFP7SzPXkPsG',
  enable_alt_bn128_compression_syscall: 'EJJewYSddEEtSZHiqugnvhQHiWyZKjkFDQASd7oKSagn',
  enable_alt_bn128_g2_syscalls: 'bn1hKNURMGQaQoEVxahcEAcqiX3NwRs6hgKKNSLeKxH',
  enable_alt_bn128_syscall: 'A16q37opZdQMCbe5qJ6xpBB9usykfv8jZaMkxvZQi4GJ',
  enable_big_mod_exp_syscall: 'expH2ppKPW2ANEdEmAjfhSEcnBQJfmoX4FjuNpe9ttg',
  enable_bls12_381_syscall: 'b1sgUiJ3qu7hYm3tNDyyqZNQd6gLGJmJppnLNa93PCQ',
  enable_get_epoch_stake_syscall: 'FKe75t4LXxGaQnVHdUKM6DSFifVVraGZ8LyNo7oPwy1Z',
  enable_poseidon_syscall: 'FL9RsQA6TVUoh5xJQ9d936RHSebA1NLQqe3Zv9sXZRpr',
  enable_sha512_syscall: 's512oDwgx8hjMnaQjXfqqrZroVj4HvC6TkN3iSSWXCh',
  get_sysvar_syscall_enabled: 'CLCoTADvV64PSrnR6QXty6Fwrt9Xc6EdxSJE4wLRePjq',
  increase_cpi_account_info_limit: 'H6iVbVaDZgDphcPbcZwc5LoznMPWQfnJ1AM7L1xzqvt5',
  increase_tx_account_lock_limit: '9LZdXeKGeBV6hRLdxS1rHbHoEUsKqesCC2ZAPTPKJAbK',
  last_restart_slot_sysvar: 'HooKD5NC9QNxk25QuzCssB8ecrEzGt6eXEPBUxWp1LaR',
  poseidon_enforce_padding: 'poUdAqRXXsNmfqAZ6UqpjbeYgwBygbfQLEvWSqVhSnb',
  provide_instruction_data_offset_in_vm_r2: '5xXZc66h4UdB6Yq7FzdBxBiRAFMMScMLwHxk2QZDaNZL',
  raise_cpi_nesting_limit_to_8: '6TkHkRmP7JZy1fdM6fg5uXn76wChQBWGokHBJzrLB3mj',
  remaining_compute_units_syscall_enabled: '5TuppMutoyzhUSfuYdhgzD47F92GL1g89KpCZQKqedxP',
  syscall_parameter_address_restrictions: 'EDGMC5kxFxGk4ixsNkGt8bW7QL5hDMXnbwaZvYMwNfzF',
};

type OracleFeatures = InstanceType<NonNullable<typeof litesvm>['FeatureSet']>;

/** The features of mainnet, to which others can be added. */
const mainnetFeatures = (): OracleFeatures => {
  if (!litesvm) throw new Error('litesvm is not here');
  const set = new litesvm.FeatureSet();
  const mainnet = newSvm();
  for (const id of litesvm.FeatureSet.allEnabled().getActiveFeatures())
    if (readAccount(mainnet, keyOf(id))) set.activate(id, 0n);
  return set;
};

/** A chain with Agave's own programs, on which just these of our features are active, and of all others those of mainnet. */
export const newSvmWith = (features: FeatureSet): Svm => {
  const set = mainnetFeatures();
  for (const [feature, id] of Object.entries(featureIds) as [Feature, Key][]) {
    if (features.has(feature)) set.activate(bytesOfKey(id), 0n);
    else set.deactivate(bytesOfKey(id));
  }
  return newSvm().withFeatureSet(set).withBuiltins();
};

/** Puts p-token in the place of SPL Token (SIMD-0266). */
const replaceSplToken = 'ptokFjwyJtrwCa9Kgo9xoDS59V4QccBGEaRFnRPnSdP';

/** SPL Token 3.5.0, which was the Token program before p-token. */
export const splToken = (): Account => {
  const set = mainnetFeatures();
  set.deactivate(bytesOfKey(replaceSplToken));
  const program = readAccount(newSvm().withFeatureSet(set).withBuiltins().withDefaultPrograms(), programIds.token);
  if (program?.owner !== wellKnown.loader2) throw new Error('litesvm has another Token program');
  return program;
};
