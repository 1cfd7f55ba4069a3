/** What went wrong in a program, by the name that CKB-VM gives it, and in a sentence for a person. The program ends. */
export class Fault extends Error {
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The errors of CKB-VM (`ckb-vm` 0.24, `error.rs`) that a running program can meet. */
export type FaultKind =
  | 'CyclesExceeded'
  | 'InvalidEcall'
  | 'InvalidInstruction'
  | 'MemOutOfBound'
  | 'MemOutOfStack'
  | 'MemPageUnalignedAccess'
  | 'MemWriteOnExecutablePage'
  | 'MemWriteOnFreezedPage'
  | 'CyclesOverflow'
  | 'SnapshotDataLoadError'
  | 'ElfParseError'
  | 'ElfBits'
  | 'ElfSegmentUnreadable'
  | 'ElfSegmentWritableAndExecutable'
  | 'ElfSegmentAddrOrSizeError'
  | 'Unexpected'
  | 'External';
