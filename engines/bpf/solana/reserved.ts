import type { Account } from './account.ts';
import { type Key, wellKnown } from './keys.ts';
import { sysvarOwner } from './sysvars.ts';

/** Programs that are part of the chain, and the names that are the data of their accounts. */
const builtins: Readonly<Record<Key, string>> = {
  [wellKnown.systemProgram]: 'solana_system_program',
  [wellKnown.computeBudget]: 'compute_budget_program',
  [wellKnown.loader1]: 'solana_bpf_loader_program',
  [wellKnown.loader2]: 'solana_bpf_loader_program',
  [wellKnown.loader3]: 'solana_bpf_loader_upgradeable_program',
  Vote111111111111111111111111111111111111111: 'solana_vote_program',
  ZkE1Gama1Proof11111111111111111111111111111: 'zk_elgamal_proof_program',
  [wellKnown.ed25519Program]: '',
  [wellKnown.secp256k1Program]: '',
  [wellKnown.secp256r1Program]: '',
};

/** The accounts of the programs that are part of the chain. */
export const builtinAccounts: ReadonlyMap<Key, Account> = new Map(
  Object.entries(builtins).map(([key, name]) => [
    key,
    { lamports: 1n, data: new TextEncoder().encode(name), owner: wellKnown.nativeLoader, executable: true },
  ]),
);

/**
 * Programs whose instructions are allotted few compute units (`builtins-default-costs`). Those that have become ordinary
 * programs are no longer among them.
 */
export const cheapPrograms: ReadonlySet<Key> = new Set([
  wellKnown.systemProgram,
  wellKnown.computeBudget,
  wellKnown.loader1,
  wellKnown.loader2,
  wellKnown.loader3,
  wellKnown.ed25519Program,
  wellKnown.secp256k1Program,
]);

/** Accounts that no transaction can write, whatever it asks for (`reserved-account-keys`). */
export const reservedKeys: ReadonlySet<Key> = new Set([
  ...Object.keys(builtins),
  'AddressLookupTab1e1111111111111111111111111',
  'Config1111111111111111111111111111111111111',
  'Feature111111111111111111111111111111111111',
  'LoaderV411111111111111111111111111111111111',
  'Stake11111111111111111111111111111111111111',
  'StakeConfig11111111111111111111111111111111',
  'ZkTokenProof1111111111111111111111111111111',
  wellKnown.nativeLoader,
  sysvarOwner,
  wellKnown.clock,
  wellKnown.epochRewards,
  wellKnown.epochSchedule,
  wellKnown.fees,
  wellKnown.instructions,
  wellKnown.lastRestartSlot,
  wellKnown.recentBlockhashes,
  wellKnown.rent,
  wellKnown.slotHashes,
  wellKnown.slotHistory,
  wellKnown.stakeHistory,
  'SysvarRewards111111111111111111111111111111',
  'SysvarAccountsDataSizeDe1ta1111111111111111',
  'SysvarAccountsNumDe1ta111111111111111111111',
  'SysvarRentContro11er1ntegra1111111111111111',
]);
