import { type Group, placeOutputs } from '../../assembly/link.ts';
import type { Module } from '../../assembly/module.ts';
import { slotSize } from '../isa/decoder.ts';
import { address } from '../isa/memory.ts';
import { rulesOf } from '../isa/versions.ts';

/** Where code begins in a file of versions 0 to 2, behind the headers that the chain's toolchain writes too. */
const textOffset = 0x120;

/** Where code begins, if nobody says another place. */
export const codeBase = (version: string): number => address.program + (rulesOf(version).hasStrictElf ? 0 : textOffset);

/** Gives sections their addresses: before version 3 constants lie behind the code, as they do in the file. */
export const place = (groups: readonly Group[], version: string, given: number | undefined): number => {
  const { hasStrictElf } = rulesOf(version);
  const base = given ?? codeBase(version);
  const [code, ...others] = groups;
  const end = code ? placeOutputs(code, base) : base;
  let next = hasStrictElf ? address.constants : Math.ceil(end / slotSize) * slotSize;
  for (const group of others) next = placeOutputs(group, next);
  return base;
};

/** Where the code of a module that has its addresses begins. */
export const codeStart = ({ assembler }: Module): number => {
  const sections = [...assembler.sections.values()].filter(
    ({ isExecutable, items }) => isExecutable && items.length > 0,
  );
  return Math.min(...sections.map((section) => section.address));
};
