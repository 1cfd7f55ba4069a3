import { tellCharges } from '../../blocks.ts';
import type { Place } from '../../code.ts';
import type { Access, FrameId, MachineEvent, Observer } from '../../machine.ts';
import type { CkbBlock } from './blocks.ts';
import type { Step } from './code.ts';
import type { Vm } from './vm.ts';

const noEvents: readonly MachineEvent[] = [];

/** Where a step is made, which what it charges is charged to. */
type Site = { readonly frame: FrameId; readonly place: Place | undefined };

/** Tells whoever listens what happens in a step: charges, accesses, events, output. */
export class Reporter {
  observer: Observer | undefined;
  /** Set while a step is looked at, which makes it record what it touches. */
  watching = false;
  /** What the last step touched and raised. */
  accesses: readonly Access[] = [];
  events: readonly MachineEvent[] = noEvents;
  #site: Site = { frame: 0, place: undefined };
  #touched: Access[] = [];

  get #records(): boolean {
    return this.watching || this.observer?.access !== undefined;
  }

  /** Whether somebody wants to know of charges. */
  get isMetered(): boolean {
    return this.observer?.charge !== undefined || this.observer?.stretch !== undefined;
  }

  /** A step begins. */
  begin(site: Site, vms: readonly Vm[]): void {
    this.#site = site;
    this.#touched = [];
    this.events = noEvents;
    if (!this.#records) return;
    for (const { id, hart } of vms) {
      const space = `vm${id}/memory`;
      hart.memory.touch = (at, size, write) => this.#tell({ location: { space, at: BigInt(at), size }, write });
    }
  }

  /** The step is over. */
  end(vms: readonly Vm[]): void {
    for (const { hart } of vms) hart.memory.touch = undefined;
    this.accesses = this.#touched;
  }

  /** @param isApart whether it belongs to no instruction */
  charge(amount: number, reason: string, isApart: boolean): void {
    if (!this.observer?.charge) return;
    const { frame, place } = this.#site;
    const { code, offset } = (isApart ? undefined : place) ?? { code: undefined, offset: 0 };
    this.observer.charge({ amount, reason, dimension: 0, frame, code, offset });
  }

  /** The first steps of a block, or all of them. */
  chargeBlock(block: CkbBlock, count: number, frame: FrameId): void {
    tellCharges(this.observer, block, count, frame);
  }

  /** Tells of a write that no instruction makes by itself. */
  write(space: string, at: number, size: number): void {
    if (this.#records) this.#tell({ location: { space, at: BigInt(at), size }, write: true });
  }

  /** What a step does with the registers. */
  touchRegisters({ id }: Vm, step: Step): void {
    if (!this.#records) return;
    this.write(`vm${id}/pc`, 0, 1);
    const space = `vm${id}/registers`;
    for (const part of step.fusion?.runs ?? [step]) {
      const { takes, leaves } = part.row.base;
      const touch = (register: number, write: boolean) =>
        this.#tell({ location: { space, at: BigInt(register), size: 1 }, write });
      if (takes.includes('rs1')) touch(part.rs1, false);
      if (takes.includes('rs2')) touch(part.rs2, false);
      if (leaves.includes('rd') && part.rd !== 0) touch(part.rd, true);
    }
  }

  raise(event: MachineEvent): void {
    this.events = [...this.events, event];
    this.observer?.event?.(event);
  }

  #tell(access: Access): void {
    this.#touched.push(access);
    this.observer?.access?.(access);
  }
}
