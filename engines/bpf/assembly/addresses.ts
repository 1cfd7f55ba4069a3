import { type Group, placeOutputs } from '../../assembly/link.ts';
import { slotSize } from '../isa/decoder.ts';
import { address } from '../isa/memory.ts';
import { rulesOf } from '../isa/versions.ts';

/** Where code begins in a file of versions 0 to 2, behind the headers that the chain's toolchain writes too. */
const textOffset = 0x120;

/** Where code begins. @param given by the text */
export const codeBase = (version: string, given: number | undefined): number =>
  given ?? address.program + (rulesOf(version).hasStrictElf ? 0 : textOffset);

/** Gives sections their addresses: before version 3 constants lie behind the code, as they do in the file. */
export const place = (groups: readonly Group[], version: string, given: number | undefined): number => {
  const base = codeBase(version, given);
  const [code, ...others] = groups;
  const end = code ? placeOutputs(code, base) : base;
  let next = rulesOf(version).hasStrictElf ? address.constants : Math.ceil(end / slotSize) * slotSize;
  for (const group of others) next = placeOutputs(group, next);
  return base;
};
