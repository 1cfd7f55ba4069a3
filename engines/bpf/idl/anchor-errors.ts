import { t } from '../../translate.ts';

/** A name, and what it means where the name does not say it. */
type Row = readonly [name: string, meaning?: () => string];

const extensions = (name: string, ...parts: readonly string[]): readonly Row[] =>
  ['', ...parts].map((part): Row => [`ConstraintMint${name}Extension${part}`]);

/** Errors of the framework itself, from a number on (`anchor-lang`, `error.rs`). A program's own begin at 6000. */
const rows: ReadonlyMap<number, readonly Row[]> = new Map<number, readonly Row[]>([
  [
    100,
    [
      ['InstructionMissing', () => t('the data are shorter than the 8 bytes that say what is called')],
      ['InstructionFallbackNotFound', () => t('the program has no instruction whose data begin so')],
      ['InstructionDidNotDeserialize', () => t('the arguments are not what the instruction takes')],
      ['InstructionDidNotSerialize'],
    ],
  ],
  [1000, [['IdlInstructionStub'], ['IdlInstructionInvalidProgram'], ['IdlAccountNotEmpty']]],
  [1500, [['EventInstructionStub']]],
  [
    2000,
    [
      ['ConstraintMut', () => t('an account has to be writable')],
      ['ConstraintHasOne', () => t('an account holds another key than that of the account passed beside it')],
      ['ConstraintSigner', () => t('an account has to sign')],
      ['ConstraintRaw', () => t('a condition that the program sets does not hold')],
      ['ConstraintOwner', () => t('an account has another owner than the program wants')],
      ['ConstraintRentExempt', () => t('an account has too few lamports for its size')],
      ['ConstraintSeeds', () => t('an address is not the one that the seeds give')],
      ['ConstraintExecutable', () => t('an account has to be a program')],
      ['ConstraintState'],
      ['ConstraintAssociated'],
      ['ConstraintAssociatedInit'],
      ['ConstraintClose'],
      ['ConstraintAddress', () => t('an account has another address than the program wants')],
      ['ConstraintZero', () => t('an account has to be empty, and has its mark already')],
      ['ConstraintTokenMint', () => t('a token account is of another mint')],
      ['ConstraintTokenOwner', () => t('a token account belongs to somebody else')],
      ['ConstraintMintMintAuthority'],
      ['ConstraintMintFreezeAuthority'],
      ['ConstraintMintDecimals'],
      ['ConstraintSpace', () => t('an account has another size than the program wants')],
      ['ConstraintAccountIsNone', () => t('an optional account is missing that is needed here')],
      ['ConstraintTokenTokenProgram'],
      ['ConstraintMintTokenProgram'],
      ['ConstraintAssociatedTokenTokenProgram'],
      ...extensions('GroupPointer', 'Authority', 'GroupAddress'),
      ...extensions('GroupMemberPointer', 'Authority', 'MemberAddress'),
      ...extensions('MetadataPointer', 'Authority', 'MetadataAddress'),
      ...extensions('CloseAuthority', 'Authority'),
      ...extensions('PermanentDelegate', 'Delegate'),
      ...extensions('TransferHook', 'Authority', 'ProgramId'),
      ['ConstraintDuplicateMutableAccount', () => t('one writable account was passed in two places')],
    ],
  ],
  [
    2500,
    [
      ['RequireViolated'],
      ['RequireEqViolated'],
      ['RequireKeysEqViolated'],
      ['RequireNeqViolated'],
      ['RequireKeysNeqViolated'],
      ['RequireGtViolated'],
      ['RequireGteViolated'],
    ],
  ],
  [
    3000,
    [
      ['AccountDiscriminatorAlreadySet', () => t('an account has its mark already')],
      ['AccountDiscriminatorNotFound', () => t('the data of an account are shorter than the mark in front of them')],
      ['AccountDiscriminatorMismatch', () => t('an account is of another kind')],
      ['AccountDidNotDeserialize', () => t('the data of an account are not what its kind says')],
      ['AccountDidNotSerialize', () => t('an account is too small for what it should hold')],
      ['AccountNotEnoughKeys', () => t('the instruction names fewer accounts than the program takes')],
      ['AccountNotMutable', () => t('an account has to be writable')],
      ['AccountOwnedByWrongProgram', () => t('an account belongs to another program')],
      ['InvalidProgramId', () => t('another program was passed than the one that is wanted')],
      ['InvalidProgramExecutable', () => t('what was passed as a program is none')],
      ['AccountNotSigner', () => t('an account has to sign')],
      ['AccountNotSystemOwned', () => t('an account has to belong to the System Program')],
      ['AccountNotInitialized', () => t('an account is not there yet')],
      ['AccountNotProgramData'],
      ['AccountNotAssociatedTokenAccount'],
      ['AccountSysvarMismatch', () => t('another sysvar was passed than the one that is wanted')],
      ['AccountReallocExceedsLimit', () => t('an account may grow by 10,240 bytes in one instruction')],
      ['AccountDuplicateReallocs'],
    ],
  ],
  [4000, [['StateInvalidAddress']]],
  [
    4100,
    [
      [
        'DeclaredProgramIdMismatch',
        () => t('the program lies at another key than the one it was built for; see "programId"'),
      ],
      ['TryingToInitPayerAsProgramAccount'],
      ['InvalidNumericConversion'],
    ],
  ],
  [5000, [['Deprecated']]],
]);

/** What errors of Anchor mean, by their numbers: a name, and more where there is more to say. */
export const anchorErrors: ReadonlyMap<number, () => string> = new Map(
  [...rows].flatMap(([first, all]) =>
    all.map(([name, meaning], i) => [first + i, () => (meaning ? `${name}: ${meaning()}` : name)] as const),
  ),
);
