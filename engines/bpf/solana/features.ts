/** Changes of the chain that may be active or not, and how mainnet stood in 2026 (as `litesvm` 1.5.0 has it). */
export const features = {
  abort_on_invalid_curve: {
    default: true,
    text: 'An unknown curve or operation is an error and no longer a result of 1.',
  },
  alt_bn128_little_endian: { default: true, text: 'Numbers of the curve alt_bn128 may be little-endian (SIMD-0284).' },
  blake3_syscall_enabled: { default: false, text: 'The syscall sol_blake3.' },
  create_account_allow_prefund: {
    default: true,
    text: 'The System program makes accounts that hold lamports already (SIMD-0312).',
  },
  curve25519_syscall_enabled: { default: true, text: 'Syscalls for curves, first of all curve25519.' },
  deplete_cu_meter_on_vm_failure: { default: true, text: 'A fault takes all compute units that are left.' },
  disable_fees_sysvar: { default: true, text: 'The syscall sol_get_fees_sysvar is gone.' },
  enable_alt_bn128_compression_syscall: { default: true, text: 'The syscall sol_alt_bn128_compression.' },
  enable_alt_bn128_g2_syscalls: { default: true, text: 'Addition and multiplication in G2 of alt_bn128 (SIMD-0302).' },
  enable_alt_bn128_syscall: { default: true, text: 'The syscall sol_alt_bn128_group_op.' },
  enable_big_mod_exp_syscall: { default: false, text: 'The syscall sol_big_mod_exp.' },
  enable_bls12_381_syscall: { default: true, text: 'The curve BLS12-381 (SIMD-0388).' },
  enable_get_epoch_stake_syscall: { default: true, text: 'The syscall sol_get_epoch_stake.' },
  enable_poseidon_syscall: { default: true, text: 'The syscall sol_poseidon.' },
  enable_sha512_syscall: { default: false, text: 'The syscall sol_sha512.' },
  get_sysvar_syscall_enabled: { default: true, text: 'The syscall sol_get_sysvar.' },
  increase_cpi_account_info_limit: { default: true, text: 'Up to 255 accounts in a call of another program.' },
  increase_tx_account_lock_limit: { default: false, text: 'Up to 128 instead of 64 accounts in a transaction.' },
  last_restart_slot_sysvar: { default: true, text: 'The syscall sol_get_last_restart_slot.' },
  poseidon_enforce_padding: { default: true, text: 'Each input of sol_poseidon must have 32 bytes.' },
  provide_instruction_data_offset_in_vm_r2: {
    default: true,
    text: 'r2 is the address of the instruction data at the start (SIMD-0321).',
  },
  raise_cpi_nesting_limit_to_8: { default: false, text: 'Nine instead of five programs can call each other.' },
  remaining_compute_units_syscall_enabled: { default: false, text: 'The syscall sol_remaining_compute_units.' },
  syscall_parameter_address_restrictions: { default: true, text: 'Sysvars are not written to the input region.' },
} as const;

export type Feature = keyof typeof features;

/** The features that are active. */
export type FeatureSet = ReadonlySet<Feature>;

/** "mainnet 2026" */
export const defaultFeatures: FeatureSet = new Set(
  (Object.keys(features) as Feature[]).filter((feature) => features[feature].default),
);
