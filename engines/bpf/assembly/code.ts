import { isLocalName } from '../../assembly/assembler.ts';
import { replaceBy } from '../../assembly/messages.ts';
import type { Coded, Site } from '../../assembly/section.ts';
import type { Expression } from '../../assembly/syntax.ts';
import { replace } from '../../problems.ts';
import { slotSize } from '../isa/decoder.ts';
import { encode, type Values } from '../isa/encoder.ts';
import { hashOfFunction, hashOfName } from '../isa/murmur3.ts';
import type { Row } from '../isa/row.ts';
import { rulesOf } from '../isa/versions.ts';
import * as messages from './messages.ts';
import { distanceTo, immediateOf, isPlain, offsetOf, pcAt, targetOf } from './numbers.ts';
import type { Operand } from './operands.ts';
import { placesOf, rowNamed } from './vocabulary.ts';

/** What a loader changes in an instruction. */
export type Reference =
  /** An address goes into both slots. */
  | { readonly kind: 'address'; readonly value: Expression }
  /** The hash of a function is put in. `name`: that of one which is global. */
  | { readonly kind: 'function'; readonly pc: number; readonly distance: number; readonly name: string | undefined }
  /** The hash of a syscall is put in. */
  | { readonly kind: 'syscall'; readonly name: string };

/** A slot that does nothing in any version: `mov64 r0, r0`. */
export const nothing = new Uint8Array(slotSize);
encode(nothing, 0, rowNamed('mov64'), 'v0', { isRegister: true });

const syscallRow = rowNamed('syscall');

/** An instruction. It is written as it is once a loader has done its part. */
export class Instruction implements Coded {
  readonly kind = 'code';
  readonly row: Row;
  readonly #operands: readonly Operand[];
  readonly #syscalls: ReadonlySet<string>;
  /** Known once it is written; undefined where nothing is left to a loader. */
  reference: Reference | undefined;

  /** @param operands as many and such as the row takes */
  constructor(row: Row, operands: readonly Operand[], syscalls: ReadonlySet<string>) {
    this.row = row;
    this.#operands = operands;
    this.#syscalls = syscalls;
  }

  write(bytes: Uint8Array, at: number, site: Site): void {
    const { version } = site.module.assembler;
    const values = this.#values(site);
    const row = this.reference?.kind === 'syscall' ? syscallRow : this.row;
    if (site.item.origin && row !== this.row) site.item.origin.statement.row = row;
    encode(bytes, at, row, version, values);
  }

  #values(site: Site): Values {
    const values: { -readonly [Name in keyof Values]: Values[Name] } = {};
    for (const [i, { name, kind }] of placesOf(this.row).entries()) {
      const operand = this.#operands[i];
      if (!operand || operand.kind === 'unreadable') continue;
      if (operand.kind === 'value') {
        const { value } = operand;
        if (kind === 'called') values.imm = this.#called(value, site);
        else if (kind === 'target') values.off = targetOf(this.row, value, site);
        else {
          values.imm = immediateOf(this.row, value, site);
          if (this.row.mnemonic === 'lddw' && !isPlain(value, site)) this.reference = { kind: 'address', value };
        }
        continue;
      }
      values[name === 'dst' ? 'dst' : 'src'] = operand.register;
      if (operand.kind === 'register') values.isRegister ||= kind === 'either';
      else if (operand.offset) values.off = offsetOf(operand.offset, site);
    }
    return values;
  }

  /** The number in a call. */
  #called(value: Expression, site: Site): bigint | undefined {
    const { assembler, distances } = site.module;
    const name = value.kind === 'symbol' && !isLocalName(value.name) ? value.name : undefined;
    const isForced = this.row === syscallRow;
    const isDefined = name !== undefined && distances.symbol(name, value.range) !== undefined;
    if (name !== undefined && (isForced || !isDefined)) {
      if (!this.#syscalls.has(name) && !assembler.symbols.get(name)?.isExternal) {
        this.#unknown(name, value, site, isForced);
        if (!isForced) return undefined;
      }
      this.reference = { kind: 'syscall', name };
      return BigInt(hashOfName(name));
    }
    if (isForced) {
      // A loader takes such a number for a distance; in a listing it has done its part.
      if (!rulesOf(assembler.version).hasRelativeCalls && assembler.base === undefined)
        site.scope.error(value.range, 'name-expected', messages.syscallName());
      return immediateOf(this.row, value, site);
    }
    const distance = distanceTo(value, site);
    return distance === undefined ? undefined : this.#function(distance, name, site);
  }

  #function(distance: number, name: string | undefined, site: Site): bigint {
    const { assembler } = site.module;
    const pc = pcAt(site) + 1 + distance;
    const global = name !== undefined && assembler.symbols.get(name)?.isGlobal ? name : undefined;
    this.reference = { kind: 'function', pc, distance, name: global };
    if (rulesOf(assembler.version).hasRelativeCalls) return BigInt(distance);
    return BigInt(hashOfFunction(pc, global));
  }

  #unknown(name: string, { range }: Expression, { module }: Site, isForced: boolean): void {
    const labels = isForced ? [] : [...module.assembler.symbols.values()].filter(({ position }) => position);
    const meant = module.assembler.meant(name, [...labels.map((each) => each.name), ...this.#syscalls]);
    const fix = meant === undefined ? undefined : replace(range, meant, replaceBy(meant));
    const text = isForced ? messages.unknownSyscall(name, meant) : messages.unknownFunction(name, meant);
    module.problems.add(isForced ? 'warning' : 'error', range, 'undefined-name', text, fix);
  }
}
