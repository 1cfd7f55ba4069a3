import * as shared from '../../assembly/document.ts';
import type { Version } from '../../instruction.ts';
import type { ParseOptions } from '../../language.ts';
import { riscvDialect } from './dialect.ts';

/** Assembles and links texts to one program. Never fails: what is wrong is told by the documents. */
export const assembleProgram = (texts: readonly string[], versions: readonly Version[], version: string) =>
  shared.assembleProgram(texts, riscvDialect(versions), version);

/** Reads and assembles one text, which may be a part of a program. Never fails. */
export const parseAssembly = (text: string, versions: readonly Version[], options: ParseOptions) =>
  shared.parseAssembly(text, riscvDialect(versions), options);
