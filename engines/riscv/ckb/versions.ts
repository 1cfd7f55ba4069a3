import type { Version } from '../../instruction.ts';

/** The versions of CKB-VM, by the `hash_type` of a script: `data`, `data1`, `data2` (RFC 0032, 0048). */
export const versions: readonly Version[] = [
  { id: 'vm0', name: 'CKB-VM 0' },
  { id: 'vm1', name: 'CKB-VM 1' },
  { id: 'vm2', name: 'CKB-VM 2' },
];

export const newestVersion = 'vm2';

/** 0, 1 or 2; the newest for an id that is none. */
export const versionNumber = (id: string): number => {
  const index = versions.findIndex((version) => version.id === id);
  return index < 0 ? versions.length - 1 : index;
};
