import { type AssemblyDocument, documentOf } from '../../assembly/document.ts';
import { type Linked, link } from '../../assembly/link.ts';
import { assembleModule, type Module } from '../../assembly/module.ts';
import { slotSize } from '../isa/decoder.ts';
import { address as regions } from '../isa/memory.ts';
import { rulesOf } from '../isa/versions.ts';
import { sbpfDialect } from './dialect.ts';
import * as messages from './messages.ts';
import { addRefusals } from './refusals.ts';

/** How far from the start of a file code may begin; the chain takes no larger files. */
const largestOffset = 10 * 2 ** 20;

/** A text of sBPF assembly. Its places are addresses, and its bytes are those of the code once it is loaded. */
export type SbpfDocument = AssemblyDocument & {
  /** Of sBPF: the text's own, if it says one. */
  readonly version: string;
  readonly module: Module;
  readonly linked: Linked;
};

/** The text says where code begins, and files do not have it everywhere. */
const checkBase = ({ assembler, lines, problems }: Module): void => {
  const { base, version } = assembler;
  const isStrict = rulesOf(version).hasStrictElf;
  const [least, most] = [regions.program, isStrict ? regions.program : regions.program + largestOffset];
  if (base === undefined || (base >= least && base <= most && base % slotSize === 0)) return;
  const line = lines.find(({ word }) => word.text.toLowerCase() === '.base');
  if (line) problems.error(line.statement.range, 'base-range', messages.baseRange(least, most));
};

/** Reads and assembles a text. Never fails. @param syscalls by name */
export const parseSbpf = (text: string, version: string, syscalls: ReadonlySet<string>): SbpfDocument => {
  const dialect = sbpfDialect(syscalls);
  const module = assembleModule(text, dialect, version);
  checkBase(module);
  const linked = link([module], { dialect, isWhole: true });
  addRefusals(module, linked);
  const { version: read, ownVersion } = module.assembler;
  return Object.assign(documentOf(module, linked), { version: read, ownVersion, module, linked });
};
