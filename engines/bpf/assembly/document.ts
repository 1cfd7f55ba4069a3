import { type AssemblyDocument, documentOf } from '../../assembly/document.ts';
import { type Linked, link } from '../../assembly/link.ts';
import { assembleModule, type Module } from '../../assembly/module.ts';
import { sbpfDialect } from './dialect.ts';
import { addRefusals } from './refusals.ts';

/** A text of sBPF assembly. Its places are addresses, and its bytes are those of the code once it is loaded. */
export type SbpfDocument = AssemblyDocument & {
  /** Of sBPF: the text's own, if it says one. */
  readonly version: string;
  readonly module: Module;
  readonly linked: Linked;
};

/** Reads and assembles a text. Never fails. @param syscalls by name */
export const parseSbpf = (text: string, version: string, syscalls: ReadonlySet<string>): SbpfDocument => {
  const dialect = sbpfDialect(syscalls);
  const module = assembleModule(text, dialect, version);
  const linked = link([module], { dialect, isWhole: true });
  addRefusals(module, linked);
  return Object.assign(documentOf(module, linked), { version: module.assembler.version, module, linked });
};
