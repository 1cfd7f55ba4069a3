import { LoaderError } from '../elf/errors.ts';
import { Fault } from '../isa/fault.ts';
import type { Syscall as VmSyscall } from '../isa/vm.ts';
import type { Instruction } from './account.ts';
import type { SavedAccounts } from './account-rules.ts';
import type { Chain, Ending, Listener } from './chain.ts';
import { heapCost, heapSize, maxInvokeDepth, maxTraceLength } from './costs.ts';
import { type Abi, type Caller, readCall, updateCallee, updateCaller } from './cpi.ts';
import { errorOfResult, InstructionError, SyscallError } from './errors.ts';
import { accountAt, borrow, type Invocation, inputOf, ProgramRun, type SavedRun } from './invocation.ts';
import { type Key, wellKnown } from './keys.ts';
import { append, emptyLog, type Log, line } from './logs.ts';
import { nativePrograms } from './programs/list.ts';
import { precompiles } from './programs/precompiles.ts';
import { fileOf, type LoadedProgram } from './programs.ts';
import { programMemory } from './syscalls/memory.ts';
import type { Syscall, SyscallContext } from './syscalls/row.ts';
import { siblingIn, type Trace } from './trace.ts';
import { finish, markCurrent, type PreparedTransaction, prepare } from './transaction.ts';
import { TransactionError } from './transaction-errors.ts';

/** A transaction under way: its programs, its meter and its log (`program-runtime/src/invoke_context.rs`). */
export class Runtime {
  readonly chain: Chain;
  readonly #listener: Listener;
  /** What programs ask the chain for, by hash. */
  readonly #handlers: ReadonlyMap<number, VmSyscall>;
  readonly #prepared: PreparedTransaction | undefined;
  /** What a transaction that fails goes back to: the fee is paid. */
  readonly #paid: SavedAccounts;
  invocation: Invocation | undefined;
  /** Compute units that there were in the beginning, and that are left. */
  readonly computeUnits: number;
  remaining: number;
  ending: Ending | undefined;
  /** Instructions of the transaction that have begun. */
  #begun = 0;
  #calls = 0;
  #log: Log = emptyLog;
  returnData: SyscallContext['returnData'] = { program: wellKnown.systemProgram, data: new Uint8Array() };
  /** What was processed so far, last first. */
  #trace: Trace | undefined;

  constructor(chain: Chain, listener: Listener) {
    this.chain = chain;
    this.#listener = listener;
    this.#handlers = new Map([...chain.syscalls].map(([hash, syscall]) => [hash, this.#handlerOf(syscall)] as const));
    try {
      this.#prepared = prepare(chain.accounts, chain.transaction, chain.features);
    } catch (error) {
      this.#refuse(error);
    }
    this.#paid = chain.accounts.save();
    this.computeUnits = chain.computeUnits ?? this.#prepared?.budget.computeUnits ?? 0;
    this.remaining = this.computeUnits;
  }

  /** The instructions of the transaction, with the rights that it gives to accounts. */
  get instructions(): readonly Instruction[] {
    return this.#prepared?.message.instructions ?? [];
  }

  /** The account at a place of the transaction's list. */
  accountKey(index: number): Key | undefined {
    return this.#prepared?.message.accounts[index]?.key;
  }

  /** Begins the next instruction of the transaction, or ends it where there is none. */
  next(): void {
    while (!this.ending && !this.invocation) {
      const instruction = this.instructions[this.#begun];
      if (!instruction) {
        this.#finish();
        return;
      }
      this.#attempt(() => this.#begin(instruction));
    }
  }

  /** Ends the transaction well, if its accounts have enough to stay. */
  #finish(): void {
    const { accounts } = this.chain;
    try {
      if (this.#prepared) finish(accounts, this.#prepared);
      this.ending = { failure: undefined };
    } catch (error) {
      accounts.load(this.#paid);
      this.#refuse(error);
    }
  }

  /** Ends a transaction that the chain does not take. */
  #refuse(error: unknown): void {
    if (!(error instanceof TransactionError)) throw error;
    const source = error.instructionError ?? error;
    this.ending = { failure: { error, cause: source.message, source } };
  }

  #begin(instruction: Instruction): void {
    markCurrent(this.chain.accounts, this.#begun);
    this.#begun += 1;
    const precompile = precompiles.get(instruction.program);
    if (!precompile) {
      this.#enter(instruction, undefined);
      return;
    }
    this.#checkEntry(instruction.program, 1);
    this.#trace = { ...instruction, height: 1, before: this.#trace };
    precompile.run(
      instruction.data,
      this.instructions.map(({ data }) => data),
    );
  }

  /** Makes one step: an instruction of sBPF, or a program of the chain as a whole. */
  step(): void {
    const { invocation } = this;
    if (!invocation) return;
    const { run } = invocation;
    this.#attempt(() => {
      if (!run) {
        this.#runNative(invocation);
        this.#leave(invocation);
        return;
      }
      if (run.vm.program.at(run.vm.cpu.pc)) run.site = run.vm.cpu.pc;
      if (this.remaining < 1) throw new Fault('ExceededMaxInstructions');
      this.charge(1, 'base');
      run.vm.step();
      if (run.vm.result === undefined) return;
      this.#tellConsumed(invocation, run);
      if (run.vm.result !== 0n) throw errorOfResult(run.vm.result);
      run.writeBack(invocation.accounts);
      this.#leave(invocation);
    });
  }

  /** Takes compute units, down to none. @throws InstructionError if there are not so many */
  charge(amount: number | bigint, reason: string): void {
    const isTooMuch = amount > this.remaining;
    const taken = isTooMuch ? this.remaining : Number(amount);
    this.remaining -= taken;
    if (taken > 0) this.#listener.charge(taken, reason);
    if (isTooMuch) throw new InstructionError('ComputationalBudgetExceeded');
  }

  #write(text: string): void {
    const before = this.#log.lines.length;
    this.#log = append(this.#log, text, this.chain.logLimit);
    for (const each of this.#log.lines.slice(before)) this.#listener.log(each);
  }

  /** Does a thing that may fail, which ends the transaction. */
  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!isFailure(error)) throw error;
      this.fail(error);
    }
  }

  /** Lets each program that is under way fail, from the innermost on. */
  fail(cause: Error): void {
    let error = cause;
    for (let each = this.invocation; each; each = each.caller) {
      const { run } = each;
      if (run && run.vm.result === undefined) {
        this.#tellConsumed(each, run);
        if (error instanceof Fault && this.chain.features.has('deplete_cu_meter_on_vm_failure') && this.remaining > 0)
          this.charge(this.remaining, 'fault');
      }
      this.#write(line.failed(each.instruction.program, error.message));
      this.#listener.failed(each, error.message);
      if (!(error instanceof InstructionError)) error = new InstructionError('ProgramFailedToComplete');
    }
    const failed = error instanceof InstructionError ? error : new InstructionError('ProgramFailedToComplete');
    this.chain.accounts.load(this.#paid);
    const index = this.#begun - 1;
    const why = new TransactionError('InstructionError', index, failed);
    this.ending = { failure: { error: why, cause: cause.message, source: cause } };
  }

  #tellConsumed({ instruction: { program } }: Invocation, run: ProgramRun): void {
    this.#write(line.consumed(program, run.unitsAtStart - this.remaining, run.unitsBefore));
    const { data } = this.returnData;
    if (data.length > 0) this.#write(line.returned(program, data));
  }

  #enter(instruction: Instruction, onReturn: (() => void) | undefined): void {
    const { accounts, features } = this.chain;
    const caller = this.invocation;
    const height = (caller?.height ?? 0) + 1;
    this.#checkEntry(instruction.program, height);
    this.#trace = { ...instruction, height, before: this.#trace };
    const owner = accounts.get(instruction.program).owner;
    const borrowed = borrow(accounts, instruction);
    const base = { id: this.#listener.nextId(), instruction, accounts: borrowed, height, caller, onReturn };
    this.returnData = { program: instruction.program, data: new Uint8Array() };
    const isNative = nativePrograms.has(instruction.program) && owner === wellKnown.nativeLoader;
    if (!isNative && !isLoader(owner)) throw new InstructionError('UnsupportedProgramId');
    this.invocation = { ...base, run: undefined };
    this.#write(line.invoke(instruction.program, height));
    this.#listener.entered(this.invocation);
    if (isNative) return;
    const loaded = this.#load(instruction.program);
    const isAligned = owner !== wellKnown.loader1;
    const facts = {
      key: instruction.program,
      input: inputOf(borrowed, instruction, isAligned),
      isAligned,
      heapSize: this.#prepared?.budget.heapSize ?? heapSize.default,
      unitsBefore: this.remaining,
      passesData: features.has('provide_instruction_data_offset_in_vm_r2'),
    };
    this.charge(heapCost(facts.heapSize), 'heap');
    const run = new ProgramRun(loaded, facts, this.#handlers);
    run.unitsAtStart = this.remaining;
    this.invocation = { ...base, run };
  }

  #checkEntry(program: Key, height: number): void {
    const deepest = maxInvokeDepth[this.chain.features.has('raise_cpi_nesting_limit_to_8') ? 'raised' : 'default'];
    const isLast = this.invocation?.instruction.program === program;
    for (let each = this.invocation; each && !isLast; each = each.caller)
      if (each.instruction.program === program) throw new InstructionError('ReentrancyNotAllowed');
    if (this.#calls >= maxTraceLength) throw new InstructionError('MaxInstructionTraceLengthExceeded');
    if (this.invocation && this.chain.accounts.imbalance !== 0n) throw new InstructionError('UnbalancedInstruction');
    if (height > deepest) throw new InstructionError('CallDepth');
    this.#calls += 1;
  }

  #load(key: Key): LoadedProgram {
    const { accounts, programs } = this.chain;
    const file = fileOf(accounts.get(key), (each) => accounts.get(each));
    try {
      if (file) return programs.load(file);
    } catch (error) {
      // What is wrong with it was said when it was placed.
      if (!(error instanceof LoaderError)) throw error;
    }
    this.#write('Program is not deployed');
    throw new InstructionError('UnsupportedProgramId');
  }

  #runNative({ instruction, accounts }: Invocation): void {
    const native = nativePrograms.get(instruction.program);
    if (!native) throw new InstructionError('UnsupportedProgramId');
    this.charge(native.computeUnits, 'built-in program');
    native.run({
      data: instruction.data,
      accounts: accounts.flatMap((_, index) => accountAt(accounts, index) ?? []),
      features: this.chain.features,
      sysvar: (key) => this.#sysvar(key),
      log: (text) => this.#write(text),
    });
  }

  #sysvar(key: Key): Uint8Array | undefined {
    const { data } = this.chain.accounts.get(key);
    return data.length > 0 ? data : undefined;
  }

  /** Ends a program well, and goes on in the one that called it. */
  #leave(invocation: Invocation): void {
    const { instruction, caller, onReturn } = invocation;
    this.#write(line.success(instruction.program));
    this.invocation = caller;
    if (this.chain.accounts.imbalance !== 0n) throw new InstructionError('UnbalancedInstruction');
    onReturn?.();
    if (!caller) this.next();
  }

  #handlerOf(syscall: Syscall): VmSyscall {
    return () => {
      try {
        return syscall.run(this.#context());
      } catch (error) {
        // What the chain finds in a syscall is no fault of the VM, and does not take all compute units.
        throw error instanceof Fault ? new SyscallError(error.message) : error;
      }
    };
  }

  /** What a syscall of the program that runs sees. */
  #context(): SyscallContext {
    const runtime = this;
    const { invocation } = this;
    const run = invocation?.run;
    if (!invocation || !run) throw new InstructionError('CallDepth');
    const { u, memory } = run.vm.cpu;
    return {
      args: [u[1], u[2], u[3], u[4], u[5]],
      memory: programMemory(memory, run.isAligned),
      features: this.chain.features,
      program: invocation.instruction.program,
      stackHeight: invocation.height,
      get remaining() {
        return BigInt(runtime.remaining);
      },
      charge: (amount, reason) => this.charge(amount, reason),
      log: (text) => this.#write(text),
      sysvar: (key) => this.#sysvar(key),
      get returnData() {
        return runtime.returnData;
      },
      set returnData(value) {
        runtime.returnData = value;
      },
      get heapUsed() {
        return run.heapUsed;
      },
      set heapUsed(value) {
        run.heapUsed = value;
      },
      heapSize: run.heapSize,
      sibling: (index) => siblingIn(this.#trace, index, invocation.height),
      epochStake: (voteAccount) => this.#epochStake(voteAccount),
      invoke: (abi) => this.#call(abi, invocation, run),
    };
  }

  #epochStake(voteAccount: Key | undefined): bigint {
    const { epochStake = new Map<Key, bigint>() } = this.chain;
    if (voteAccount !== undefined) return epochStake.get(voteAccount) ?? 0n;
    return [...epochStake.values()].reduce((sum, stake) => sum + stake, 0n);
  }

  /** Calls another program. It begins with the next step. */
  #call(abi: Abi, invocation: Invocation, run: ProgramRun): bigint {
    const memory = programMemory(run.vm.cpu.memory, run.isAligned);
    const places = new Map(invocation.instruction.accounts.map(({ key }, index) => [key, index] as const));
    const caller: Caller = {
      ...{ abi, memory, program: invocation.instruction.program },
      account: (key) => accountAt(invocation.accounts, places.get(key) ?? -1),
      placeOf: (key) => run.input.accounts[places.get(key) ?? -1],
      isNamed: (key) => this.#prepared?.message.accounts.some((each) => each.key === key) ?? false,
      isRestricted: this.chain.features.has('syscall_parameter_address_restrictions'),
      charge: (amount, reason) => this.charge(amount, reason),
      log: (text) => this.#write(text),
    };
    const { instruction, accounts } = readCall(caller, [...run.vm.cpu.u.subarray(1, 6)]);
    for (const account of accounts) updateCallee(memory, account);
    this.#enter(instruction, () => {
      for (const account of accounts) updateCaller(caller, account);
    });
    return 0n;
  }

  save(): SavedRuntime {
    const { remaining, ending, returnData } = this;
    const invocations: [Invocation, SavedRun | undefined][] = [];
    for (let each = this.invocation; each; each = each.caller) invocations.push([each, each.run?.save()]);
    return {
      ...{ remaining, ending, returnData, invocations, begun: this.#begun, calls: this.#calls },
      ...{ trace: this.#trace, log: this.#log },
      accounts: this.chain.accounts.save(),
    };
  }

  load(saved: SavedRuntime): void {
    this.remaining = saved.remaining;
    this.ending = saved.ending;
    this.returnData = saved.returnData;
    this.#begun = saved.begun;
    this.#calls = saved.calls;
    this.#trace = saved.trace;
    this.#log = saved.log;
    this.chain.accounts.load(saved.accounts);
    for (const [invocation, run] of saved.invocations) if (run) invocation.run?.load(run);
    this.invocation = saved.invocations[0]?.[0];
  }
}

export type SavedRuntime = {
  readonly remaining: number;
  readonly ending: Ending | undefined;
  readonly returnData: SyscallContext['returnData'];
  /** Innermost first. */
  readonly invocations: readonly (readonly [Invocation, SavedRun | undefined])[];
  readonly begun: number;
  readonly calls: number;
  readonly trace: Trace | undefined;
  readonly log: Log;
  readonly accounts: SavedAccounts;
};

const isLoader = (owner: Key): boolean =>
  owner === wellKnown.loader1 || owner === wellKnown.loader2 || owner === wellKnown.loader3;

const isFailure = (error: Error): boolean =>
  error instanceof Fault || error instanceof InstructionError || error instanceof SyscallError;
