import type { Linked } from '../../assembly/link.ts';
import type { Module } from '../../assembly/module.ts';
import { firstIndex } from '../../search.ts';
import { slotSize } from '../isa/decoder.ts';
import { type VerifierError, verify } from '../isa/verifier.ts';
import * as messages from './messages.ts';

/** Makes problems of what the chain's verifier has against the code, but for lines that are wrong already. */
export const addRefusals = (module: Module, { image, placed }: Linked): void => {
  const code = image.segments.find(({ execute }) => execute);
  if (!code) return;
  const { assembler, problems } = module;
  const errors = problems.list().filter(({ severity }) => severity === 'error');
  for (const error of verify(code.bytes, assembler.version)) {
    const address = code.address + (error.pc ?? 0) * slotSize;
    const found = placed[firstIndex(placed.length, (i) => (placed[i]?.address ?? 0) > address) - 1];
    const range = found?.item.origin?.statement.range;
    if (!range || errors.some((known) => known.range.start < range.end && known.range.end > range.start)) continue;
    // What a listing shows was not written here, and may be for another version.
    const severity = assembler.base === undefined ? 'error' : 'warning';
    problems.add(severity, range, codeOf(error), messages.refused(error.kind, error.text));
  }
};

/** `JumpOutOfCode` → `jump-out-of-code` */
const codeOf = ({ kind }: VerifierError): string =>
  kind
    .replace(/\d+/g, '')
    .replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4')
    .toLowerCase();
