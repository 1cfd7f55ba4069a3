import { Fault, type FaultKind, type FaultyAccess } from '../isa/fault.ts';
import { frameSize, maxDepth } from '../isa/memory.ts';
import { type Rules, rulesOf } from '../isa/versions.ts';
import * as messages from './advice-messages.ts';
import type { Failure } from './chain.ts';
import { heapSize, maxComputeUnits, maxInvokeDepth, maxLoadedData, maxTraceLength } from './costs.ts';
import { InstructionError, type InstructionErrorKind } from './errors.ts';
import { lamportsPerSignature } from './fees.ts';
import type { Invocation } from './invocation.ts';
import { type Key, wellKnown } from './keys.ts';
import type { SolanaMachine } from './machine.ts';
import { maxAccounts } from './message.ts';
import { decodeRent, minimumBalance } from './rent.ts';
import type { TransactionError, TransactionErrorKind } from './transaction-errors.ts';

/** What a failure means and what can be done, in a sentence; undefined where the chain's words say it. */
export const adviceOn = (machine: SolanaMachine, { error, source }: Failure): string | undefined => {
  if (source instanceof Fault) return onFault(machine, source);
  const program = machine.runtime.chain.transaction.instructions[error.index ?? 0]?.program;
  if (program === wellKnown.computeBudget) return messages.budgetRequest(heapSize.default, heapSize.max, heapSize.step);
  if (source instanceof InstructionError) return onInstruction[source.kind]?.(machine);
  return error.instructionError ? undefined : onTransaction[error.kind]?.(machine, error);
};

type Advice = (machine: SolanaMachine) => string | undefined;

const outOfUnits: Advice = ({ runtime }) => messages.outOfUnits(runtime.computeUnits, maxComputeUnits);

const onFault = (machine: SolanaMachine, { kind, access }: Fault): string | undefined => {
  const { shown } = machine;
  if (access) return shown && aroundAccess(machine, shown, access);
  return faults[kind]?.(machine);
};

const faults: Readonly<Partial<Record<FaultKind, Advice>>> = {
  CallDepthExceeded: () => messages.functionsTooDeep(maxDepth - 1),
  ExecutionOverrun: messages.codeEnds,
  CallOutsideTextSegment: messages.callsNowhere,
  ExceededMaxInstructions: outOfUnits,
  UnsupportedInstruction: messages.callsNothing,
};

/** What lies where a program has touched what it may not: of its input the nearest account. */
const aroundAccess = ({ setup }: SolanaMachine, { run, instruction }: Invocation, access: FaultyAccess): string => {
  const at = Number(access.address);
  const found = regions[Number(access.address >> 32n)] ?? 'nowhere';
  const rules = run && rulesOf(run.vm.program.version);
  const hasConstants = run && rules?.hasStrictElf && run.loaded.executable.constants.bytes.length > 0;
  const region = found === 'constants' && !hasConstants ? 'nowhere' : found;
  if (region !== 'input' || !run) return inRegion(region, rules);
  // An account that is named twice lies where it is named first.
  const before = run.input.accounts
    .filter(({ data }) => data <= at)
    .sort((a, b) => a.data - b.data)
    .at(-1);
  const key = before && instruction.accounts[before.index]?.key;
  if (!before || key === undefined) return messages.violation.input();
  return messages.nearAccount(at - before.data, setup.nameOf(key), before.originalSize);
};

const inRegion = (region: (typeof regions)[number] | 'nowhere', rules: Rules | undefined): string => {
  const { violation } = messages;
  if (region === 'heap') return violation.heap(heapSize.default);
  if (region !== 'stack') return violation[region]();
  return rules?.hasFixedFrames ? violation.fixedStack(frameSize) : violation.movedStack(frameSize * maxDepth);
};

/** What lies in memory, by the upper half of its addresses. */
const regions = ['constants', 'program', 'stack', 'heap', 'input'] as const;

const onInstruction: Readonly<Partial<Record<InstructionErrorKind, Advice>>> = {
  ComputationalBudgetExceeded: outOfUnits,
  MissingRequiredSignature: messages.letSign,
  PrivilegeEscalation: messages.giveRights,
  MissingAccount: messages.passAccounts,
  UnsupportedProgramId: messages.noProgramThere,
  ReentrancyNotAllowed: messages.noReentrancy,
  CallDepth: ({ runtime: { chain } }) =>
    messages.programsTooDeep(maxInvokeDepth[chain.features.has('raise_cpi_nesting_limit_to_8') ? 'raised' : 'default']),
  MaxInstructionTraceLengthExceeded: () => messages.tooManyInstructions(maxTraceLength),
  ReadonlyDataModified: messages.passWritable,
  ReadonlyLamportChange: messages.passWritable,
  ExternalAccountDataModified: messages.ownerOnly,
  ExternalAccountLamportSpend: messages.ownerOnly,
  UnbalancedInstruction: messages.balanced,
  NotEnoughAccountKeys: messages.passMore,
  InvalidError: messages.oddResult,
};

type Refusal = (machine: SolanaMachine, error: TransactionError) => string | undefined;

const payerOf = ({ runtime, setup }: SolanaMachine): string => setup.nameOf(runtime.chain.transaction.payer);

/** Names of programs that instructions are for, as far as something holds of them. */
const programsThat = (
  { runtime: { chain }, setup }: SolanaMachine,
  holds: (key: Key) => boolean,
): readonly string[] => {
  const programs = new Set(chain.transaction.instructions.map(({ program }) => program));
  return [...programs].filter(holds).map((key) => setup.nameOf(key));
};

const onTransaction: Readonly<Partial<Record<TransactionErrorKind, Refusal>>> = {
  AccountNotFound: (machine) => messages.payerWithout(payerOf(machine)),
  InsufficientFundsForFee: (machine) => messages.payerPoor(payerOf(machine), lamportsPerSignature),
  InvalidAccountForFee: (machine) => messages.payerOther(payerOf(machine)),
  ProgramAccountNotFound: (machine) =>
    messages.programsAbsent(programsThat(machine, (key) => machine.runtime.chain.accounts.get(key).lamports === 0n)),
  InvalidProgramForExecution: (machine) =>
    messages.noPrograms(programsThat(machine, (key) => !machine.runtime.chain.accounts.get(key).executable)),
  SanitizeFailure: (machine) =>
    programsThat(machine, (key) => key === machine.runtime.chain.transaction.payer).length > 0
      ? messages.payerOther(payerOf(machine))
      : undefined,
  TooManyAccountLocks: ({ runtime: { chain } }) =>
    messages.tooManyAccounts(maxAccounts[chain.features.has('increase_tx_account_lock_limit') ? 'raised' : 'default']),
  MaxLoadedAccountsDataSizeExceeded: () => messages.tooMuchData(maxLoadedData),
  InsufficientFundsForRent: ({ runtime, setup }, { index }) => {
    const key = runtime.accountKey(index ?? 0);
    if (key === undefined) return undefined;
    const rent = decodeRent(runtime.chain.accounts.get(wellKnown.rent).data);
    const least = minimumBalance(rent, 0);
    return messages.tooPoorToStay(setup.nameOf(key), least, minimumBalance(rent, 1) - least);
  },
};
