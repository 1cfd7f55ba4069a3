/** How control leaves an instruction: to the one after it, elsewhere, to one of both, into another frame, or nowhere. */
export type Flow = 'next' | 'jump' | 'branch' | 'call' | 'halt';

/** One version of an instruction set: an EVM fork, an sBPF version, a CKB-VM version. */
export type Version = {
  /** As written in settings and launch configurations: `osaka`, `v3`. */
  readonly id: string;
  /** As shown to a person: `Osaka`. */
  readonly name: string;
};

/** What is written after the mnemonic, in assembly order. */
export type Operand = {
  readonly name: string;
  /** `label` stands for any place in the code; `symbol` for a name that the VM gives a meaning, such as a syscall. */
  readonly kind: 'immediate' | 'register' | 'label' | 'symbol';
  /** Width of the encoded field, in bits. */
  readonly bits: number;
  /** Names that may stand for it, by their number: the registers, the syscalls. */
  readonly names?: readonly string[];
};

/** From version `since` on the base cost is `amount`; an amount of `undefined` says that the version removed the instruction. */
export type Cost = { readonly since: string; readonly amount: number | undefined; readonly source?: string };

/** What an instruction does from version `since` on, in one sentence. */
export type Meaning = { readonly since: string; readonly text: string };

/** What is charged on top of the base cost from version `since` on, in words and symbols of `takes`, with its sources. */
export type ExtraCost = { readonly since: string; readonly text: string };

/**
 * One row of an instruction table: all that is known of one instruction, stated once.
 * Decoder, dispatch, disassembler, assembler, hover, completion, grammar and reference page are derived from it.
 * An engine extends the row with the function that executes it.
 */
export type Instruction<Mnemonic extends string = string> = {
  readonly mnemonic: Mnemonic;
  /** Other names that a person may write for it. */
  readonly aliases?: readonly string[];
  /** In the notation of the VM's own manual: `0x54`, `0000000 rs2 rs1 000 rd 0110011`. */
  readonly encoding: string;
  readonly operands: readonly Operand[];
  /** How its operands are written, in their names, where commas between them do not say it: `dst, [src+off]`. */
  readonly syntax?: string;
  /** What it takes from the stack, top first; for a register machine, what it reads. */
  readonly takes: readonly string[];
  /** What it leaves on the stack, top first; for a register machine, what it writes. */
  readonly leaves: readonly string[];
  readonly flow: Flow;
  /** Base cost by version, oldest first. The first entry is the version that introduced the instruction. */
  readonly costs: readonly Cost[];
  /** What is charged on top of the base cost, oldest first; empty if nothing ever is. */
  readonly extraCosts: readonly ExtraCost[];
  /** The kind of work that its base cost pays for, in a few words: `loads and stores`; absent where an engine tells none apart. */
  readonly work?: string;
  /** One sentence. */
  readonly doc: string;
  /** What it does in each version, oldest first, where they differ in that; `doc` is the first. */
  readonly meanings?: readonly Meaning[];
  /** What to write in versions that lack it, by version: lines of assembly, in words of its operands. */
  readonly instead?: Readonly<Partial<Record<string, readonly string[]>>>;
  /** Where it is specified: `EIP-1153`, `Yellow Paper`, `RFC 0009`. */
  readonly source: string;
};

/** The entry of `costs` that is in force at `version`, or undefined where the instruction does not exist. */
export const costAt = (
  { costs }: Pick<Instruction, 'costs'>,
  versions: readonly Version[],
  version: string,
): Cost | undefined => {
  const cost = inForce(costs, versions, version);
  return cost?.amount === undefined ? undefined : cost;
};

/** What is charged on top of the base cost at `version`; undefined where nothing is. */
export const extraCostAt = (row: Instruction, versions: readonly Version[], version: string): string | undefined =>
  inForce(row.extraCosts, versions, version)?.text;

/** What an instruction does at `version`, in one sentence. */
export const docAt = ({ doc, meanings = [] }: Instruction, versions: readonly Version[], version: string): string =>
  inForce(meanings, versions, version)?.text ?? doc;

/** What stands between two commas where an instruction is written. */
export type Part = { readonly text: string; readonly operands: readonly Operand[] };

/** What an instruction is written with behind its name, comma by comma. */
export const partsOf = ({ operands, syntax }: Instruction): readonly Part[] => {
  if (syntax === undefined) return operands.map((operand) => ({ text: operand.name, operands: [operand] }));
  return syntax.split(', ').flatMap((text) => {
    const words: readonly string[] = text.match(/\w+/g) ?? [];
    return text === '' ? [] : [{ text, operands: operands.filter(({ name }) => words.includes(name)) }];
  });
};

/** How an instruction is written: `ldxdw dst, [src+off]`. */
export const formOf = (row: Instruction): string => {
  const parts = partsOf(row).map(({ text }) => text);
  return `${row.mnemonic} ${parts.join(', ')}`.trimEnd();
};

/** The last of `entries` that `version` has reached. */
export const inForce = <Entry extends { readonly since: string }>(
  entries: readonly Entry[],
  versions: readonly Version[],
  version: string,
): Entry | undefined => {
  const order = (id: string) => versions.findIndex((v) => v.id === id);
  const now = order(version);
  return entries.findLast((entry) => order(entry.since) <= now);
};
