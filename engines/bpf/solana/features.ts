/** Changes of the chain that may be active or not, and how mainnet stood in 2026 (as `litesvm` 1.5.0 has it). */
export const features = {
  blake3_syscall_enabled: { default: true, text: 'The syscall sol_blake3.' },
  deplete_cu_meter_on_vm_failure: { default: true, text: 'A fault takes all compute units that are left.' },
  disable_fees_sysvar: { default: true, text: 'The syscall sol_get_fees_sysvar is gone.' },
  enable_alt_bn128_syscall: { default: true, text: 'Syscalls for the curve alt_bn128.' },
  enable_big_mod_exp_syscall: { default: false, text: 'The syscall sol_big_mod_exp.' },
  enable_bls12_381_syscall: { default: true, text: 'Syscalls for the curve BLS12-381.' },
  enable_poseidon_syscall: { default: true, text: 'The syscall sol_poseidon.' },
  enable_sha512_syscall: { default: false, text: 'The syscall sol_sha512.' },
  increase_cpi_account_info_limit: { default: true, text: 'Up to 255 accounts in a call of another program.' },
  provide_instruction_data_offset_in_vm_r2: {
    default: true,
    text: 'r2 is the address of the instruction data at the start (SIMD-0321).',
  },
  raise_cpi_nesting_limit_to_8: { default: false, text: 'Nine instead of five programs can call each other.' },
  remaining_compute_units_syscall_enabled: { default: false, text: 'The syscall sol_remaining_compute_units.' },
} as const;

export type Feature = keyof typeof features;

/** The features that are active. */
export type FeatureSet = ReadonlySet<Feature>;

/** "mainnet 2026" */
export const defaultFeatures: FeatureSet = new Set(
  (Object.keys(features) as Feature[]).filter((feature) => features[feature].default),
);
