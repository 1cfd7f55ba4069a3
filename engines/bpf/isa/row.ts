import type { Cost, ExtraCost, Flow, Instruction, Meaning, Operand } from '../../instruction.ts';
import { works } from '../../works.ts';
import type { Cpu } from './cpu.ts';
import { type Rules, rulesOf, type VersionId, versions } from './versions.ts';

/** What an instruction works on, as its row's function takes it. */
export type Operands = {
  readonly dst: number;
  /** For `callx`, the register with the address, in whatever field it is. */
  readonly src: number;
  /** Signed, of 16 bits. */
  readonly off: number;
  /** Signed, of 32 bits; the low half where there are 64. */
  readonly imm: number;
  /** The high half of the number, signed. */
  readonly high: number;
  /** The number to its last bit, signed. */
  readonly wide: bigint;
  /** The same without sign. */
  readonly unsigned: bigint;
  /** Whether the second operand is a number, and not a register. */
  readonly isImmediate: boolean;
};

/** Does what the instruction does, but for going on to the next. @throws Fault */
export type Execute = (cpu: Cpu, operands: Operands) => void;

/** How operands are written. `value` is a register or a number, each in an encoding of its own. */
export type Syntax =
  | ''
  | 'dst'
  | 'dst, value'
  | 'dst, imm'
  | 'dst, [src+off]'
  | '[dst+off], src'
  | '[dst+off], imm'
  | 'dst, value, target'
  | 'target'
  | 'src'
  | 'function'
  | 'name';

/** What to write in versions that lack an instruction: the nearest others, in words of its operands. */
export type Instead = Readonly<Partial<Record<VersionId, readonly string[]>>>;

/** What the verifier wants of the number in an instruction. */
export type NumberRule = 'divisor' | 'shift32' | 'shift64';

/** An instruction as one version has it. */
export type Form = {
  /** That of a number; with a register it is 8 more. */
  readonly opcode: number;
  readonly doc: string;
  readonly execute: Execute;
  /** Whether it takes the register from its number, and not the number from the register. */
  readonly isReversed?: boolean;
  /** Fields that say more than their operand: `src = 1`. */
  readonly fields?: string;
};

/** One instruction of sBPF. */
export type Row = Instruction & {
  readonly aliases: readonly string[];
  readonly syntax: Syntax;
  /** Undefined in versions that do not have it. */
  readonly forms: Readonly<Record<VersionId, Form | undefined>>;
  readonly rule: NumberRule | undefined;
  /** The number that belongs to the opcode: 16, 32 or 64 in `le` and `be`. */
  readonly fixed: number | undefined;
  /** Whether its number of 32 bits has no sign. */
  readonly isUnsigned: boolean;
  readonly instead: Instead;
};

/** What an instruction is, and in which versions it is something else. */
export type Facts = Form & {
  readonly mnemonic: string;
  readonly syntax: Syntax;
  readonly flow: Flow;
  readonly source: string;
  readonly in: readonly VersionId[];
  readonly changes?: Readonly<Partial<Record<VersionId, Partial<Form>>>>;
  readonly rule?: NumberRule;
  readonly fixed?: number;
  readonly isUnsigned?: boolean;
  readonly instead?: Instead;
  /** The kind of work, where what it is written with does not say it. */
  readonly work?: string;
  /** What it costs beyond the unit that every instruction does. */
  readonly extraCosts?: readonly ExtraCost[];
};

export const everywhere: readonly VersionId[] = ['v0', 'v1', 'v2', 'v3'];
/** Version 2 has other instructions for it, which version 3 gave up. */
export const exceptV2: readonly VersionId[] = ['v0', 'v1', 'v3'];
export const onlyV2: readonly VersionId[] = ['v2'];
export const fromV3: readonly VersionId[] = ['v3'];

/** The same lines in versions 0, 1 and 3, which lack what only version 2 has. */
export const exceptInV2 = (...lines: readonly string[]): { readonly instead: Instead } => ({
  instead: { v0: lines, v1: lines, v3: lines },
});
/** Lines for version 2, which lacks what the others have. */
export const inV2 = (...lines: readonly string[]): { readonly instead: Instead } => ({ instead: { v2: lines } });

/** What the rules of each version make of an instruction. */
export const byRules = (change: (rules: Rules) => Partial<Form>): Pick<Facts, 'changes'> => ({
  changes: Object.fromEntries(everywhere.map((id) => [id, change(rulesOf(id))])),
});

export const registerNames: readonly string[] = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10'];

/** A row, from what is stated of it. */
export const rowOf = ({ mnemonic, syntax, flow, source, rule, fixed, changes = {}, ...facts }: Facts): Row => {
  const { opcode, doc, execute, isUnsigned = false, instead = {}, extraCosts = [] } = facts;
  const formAt = (id: VersionId): Form | undefined =>
    facts.in.includes(id) ? wholeForm({ opcode, doc, execute, ...changes[id] }) : undefined;
  const forms = { v0: formAt('v0'), v1: formAt('v1'), v2: formAt('v2'), v3: formAt('v3') };
  const meanings = meaningsOf(forms);
  return {
    ...{ mnemonic, syntax, flow, source, rule, fixed, isUnsigned, instead, forms, meanings, extraCosts },
    doc: meanings[0]?.text ?? doc,
    encoding: encodingOf(forms, syntax),
    aliases: aliasesOf(mnemonic, flow, syntax, fixed),
    operands: operandsOf(syntax),
    takes: takenBy(syntax, mnemonic),
    leaves: /^dst(?!.*target)/.test(syntax) ? ['dst'] : [],
    costs: costsOf(forms),
    work: facts.work ?? workOf(mnemonic, syntax, flow),
  };
};

/** Names in Agave's assembler (`sbpf`, `assembler.rs`), arithmetic without its width, and conditions with theirs. */
const aliasesOf = (mnemonic: string, flow: Flow, syntax: Syntax, fixed: number | undefined): readonly string[] => {
  if (mnemonic === 'syscall') return ['call'];
  if (flow === 'branch' && !mnemonic.endsWith('32')) return [`${mnemonic}64`];
  const isArithmetic = flow === 'next' && syntax !== '' && fixed === undefined;
  return isArithmetic && mnemonic.endsWith('64') ? [mnemonic.slice(0, -2)] : [];
};

/** The kind of work that an instruction does. */
const workOf = (mnemonic: string, syntax: Syntax, flow: Flow): string => {
  if (mnemonic === 'syscall') return works.syscalls;
  if (flow === 'call' || flow === 'halt') return works.calls;
  if (flow !== 'next') return works.branches;
  return syntax.includes('[') ? works.memory : works.computation;
};

/** A form of which the sentence says all that makes it another than that of other versions. */
const wholeForm = (form: Form): Form =>
  form.isReversed ? { ...form, doc: `${form.doc} With a number, the register is taken from the number.` } : form;

/** What each version that changed it made of it. */
const meaningsOf = (forms: Row['forms']): readonly Meaning[] => {
  const meanings: Meaning[] = [];
  for (const [since, form] of Object.entries(forms))
    if (form && meanings.at(-1)?.text !== form.doc) meanings.push({ since, text: form.doc });
  return meanings;
};

/** The registers that it reads. */
const takenBy = (syntax: Syntax, mnemonic: string): readonly string[] => {
  const isOverwritten = mnemonic.startsWith('mov') || syntax === 'dst, imm' || syntax === 'dst, [src+off]';
  const hasDst = syntax.includes('dst') && (!isOverwritten || mnemonic === 'hor64');
  const second = ['src', 'value'].filter((name) => syntax.includes(name));
  return [...(hasDst ? ['dst'] : []), ...second];
};

/** Whether the opcode that is 8 more takes a register for the number. */
export const hasRegisterForm = ({ syntax }: Row): boolean => syntax.startsWith('dst, value');

/** The instruction as a version has it; undefined if it has none. */
export const formAt = ({ forms }: Row, version: string): Form | undefined => forms[version as VersionId];

/** Every instruction costs one compute unit. */
const costsOf = (forms: Row['forms']): readonly Cost[] => {
  const costs: Cost[] = [];
  for (const { id } of versions) {
    const amount = forms[id as VersionId] && 1;
    if (costs.at(-1)?.amount !== amount) costs.push({ since: id, amount, source: 'sbpf interpreter.rs' });
  }
  return costs;
};

const hex = (opcode: number): string => `0x${opcode.toString(16).padStart(2, '0')}`;

/** `0x07, 0x0f`: with a number, with a register; the versions apart where they differ, and fields behind them. */
const encodingOf = (forms: Row['forms'], syntax: Syntax): string => {
  const texts = new Map<string, string[]>();
  for (const [version, form] of Object.entries(forms)) {
    if (!form) continue;
    const { opcode, fields } = form;
    const opcodes = syntax.startsWith('dst, value') ? `${hex(opcode)}, ${hex(opcode + 8)}` : hex(opcode);
    const text = fields === undefined ? opcodes : `${opcodes}, ${fields}`;
    texts.set(text, [...(texts.get(text) ?? []), version]);
  }
  if (texts.size === 1) return [...texts.keys()].join('');
  return [...texts].map(([text, ids]) => `${text} (${ids.join(', ')})`).join('; ');
};

const operandsOf = (syntax: Syntax): readonly Operand[] =>
  (syntax.match(/[a-z]+/g) ?? []).map((name) => {
    if (name === 'dst' || name === 'src' || name === 'value')
      return { name, kind: 'register', bits: 4, names: registerNames };
    if (name === 'target' || name === 'function') return { name, kind: 'label', bits: name === 'target' ? 16 : 32 };
    if (name === 'name') return { name, kind: 'symbol', bits: 32 };
    return { name, kind: 'immediate', bits: name === 'off' ? 16 : 32 };
  });
