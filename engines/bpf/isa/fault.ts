/** Why a program cannot go on (`sbpf` 0.23, `error.rs`). The message is the text that the chain logs. */
export class Fault extends Error {
  readonly kind: FaultKind;
  /** What was touched, of a violation of access. */
  readonly access: FaultyAccess | undefined;

  constructor(kind: Exclude<FaultKind, AccessKind>);
  constructor(kind: AccessKind, message: string, access: FaultyAccess);
  constructor(
    kind: FaultKind,
    message = kind in texts ? texts[kind as keyof typeof texts] : '',
    access?: FaultyAccess,
  ) {
    super(message);
    this.kind = kind;
    this.access = access;
  }
}

type AccessKind = 'AccessViolation' | 'StackAccessViolation';

export type FaultKind = AccessKind | keyof typeof texts;

export type FaultyAccess = { readonly address: bigint; readonly size: number; readonly isWrite: boolean };

const texts = {
  CallDepthExceeded: 'exceeded max BPF to BPF call depth',
  DivideByZero: 'divide by zero at BPF instruction',
  DivideOverflow: 'division overflow at BPF instruction',
  ExecutionOverrun: 'attempted to execute past the end of the text segment at BPF instruction',
  CallOutsideTextSegment: 'callx attempted to call outside of the text segment',
  ExceededMaxInstructions: 'exceeded CUs meter at BPF instruction',
  UnsupportedInstruction: 'unsupported BPF instruction',
} as const;
