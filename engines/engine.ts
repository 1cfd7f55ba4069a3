import type { Code, SourceMap } from './code.ts';
import type { Companion } from './companions.ts';
import type { Fetching } from './fetching.ts';
import type { ControlFlow } from './flow.ts';
import type { Instruction, Version } from './instruction.ts';
import type { Language } from './language.ts';
import type { Machine, MachineEvent } from './machine.ts';

/** The subset of JSON Schema that VS Code's launch.json editor reads. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
};

/** A file as it was read, or as it stands unsaved in an editor. */
export type InputFile = {
  readonly uri: string;
  /** Last segment of the path: `Token.json`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The editor's language for it, where one is known; it overrules the ending of the name. */
  readonly languageId?: string;
};

/** One code inside a file: an artifact may hold several contracts, each with two. */
export type Part = {
  /** Stable, short, without white space: `Token/runtime`. */
  readonly id: string;
  readonly name: string;
  /** One line that tells parts apart. */
  readonly description: string;
};

export type Claim =
  /** `parts` names at least one code; the first is the one to take when nobody says which. */
  | { readonly claimed: true; readonly parts: readonly Part[] }
  /**
   * `reason`, if any, is a sentence on what the file is instead, or what is wrong with it.
   * `nearly` says that the file is of this engine's kind but cannot be used, so that the reason is shown alone.
   */
  | { readonly claimed: false; readonly reason?: string; readonly nearly?: boolean };

/** What bounds a run on the host; not part of any VM. */
export type HostLimits = {
  /** Steps since the start. */
  readonly steps: number;
  /** Bytes of memory that one program may hold. */
  readonly memory: number;
};

export type LoadOptions = {
  readonly version: string;
  readonly limits: HostLimits;
  /** The part that was asked for, one of those that the claim names; absent for the first, or for an engine to choose. */
  readonly part?: string;
  /** The engine's own properties of the launch configuration, not yet validated. */
  readonly launch: LaunchProperties;
  /** The files that `launch` names, by their names in it after `Engine.mapPaths`, and those of `Engine.filesIn`, by URI. */
  readonly files?: ReadonlyMap<string, InputFile>;
  /** Those of `Engine.companions` that are there, in its order. */
  readonly companions?: readonly InputFile[];
};

export type LaunchProperties = Readonly<Record<string, unknown>>;

/** A program ready to run, with what surrounds it. */
export type Program = {
  readonly name: string;
  /** The part that runs, where the engine chose it. */
  readonly part?: string;
  /** Codes known before the first step, the one that runs first in front. */
  readonly codes: readonly Code[];
  /** What is known of the sources of its codes, of those too that are met only later. Listings are not among them. */
  readonly sources: readonly SourceMap[];
  /** What a person should know of how it was loaded, a sentence each: which file its names come from, and which one was left aside. */
  readonly remarks?: readonly string[];
  /** A new machine before its first step. Every call gives the same. @throws LoadError */
  start(): Machine;
};

/** Why a file cannot be loaded or a launch property is wrong, in one sentence for a person. */
export class LoadError extends Error {
  /** The launch property at fault, if it is one. */
  readonly property: string | undefined;
  /** The value at fault, if it lies deeper: `block.number`. */
  readonly path: string | undefined;
  constructor(message: string, property?: string, path?: string) {
    super(message);
    this.property = property;
    this.path = path;
  }
}

/** A function that can be called in debugger expressions: `keccak(memory[0..64])`. */
export type ExpressionFunction = {
  readonly name: string;
  /** `keccak(bytes)` */
  readonly form: string;
  readonly doc: string;
  /** Arguments are numbers or bytes; so is the result. @throws MachineError on arguments it cannot take. */
  call(args: readonly (bigint | Uint8Array)[]): bigint | Uint8Array;
};

/** Something that a person fills in before a run. */
export type CallParameter = {
  readonly name: string;
  /** In the VM's own words: `uint256`. */
  readonly type: string;
  /** How an answer may look. */
  readonly placeholder: string;
};

/** A way to run a program: a function of a contract, say. */
export type Call = {
  /** Stable, and different from those of the other calls: `transfer(address,uint256)`. */
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly parameters: readonly CallParameter[];
  /** What is wrong with the text for a parameter, in one sentence; undefined if nothing is. Never throws. */
  check(parameter: number, text: string): string | undefined;
  /** The launch properties that say this call, from a text for each parameter. @throws LoadError */
  launch(texts: readonly string[]): LaunchProperties;
};

/** What a person can be asked before a program is run. */
export type Calls = {
  /** What has to be filled in whatever is called: the arguments of a constructor. */
  readonly setup: Call | undefined;
  /** Of these one is called; none if there is nothing to choose. */
  readonly choices: readonly Call[];
};

/** A version that a program asks for, and why, in a sentence. */
export type OwnVersion = {
  readonly version: string;
  readonly reason: string;
  /** Whether it means nothing in any other version, whatever a person chooses. */
  readonly isFixed?: boolean;
};

/** How far a machine is the real one, in a few words each, for the table in README. */
export type Fidelity = {
  /** What it does as its chain does. */
  readonly real: readonly string[];
  /** What of the chain is not there, and what stands in for it. */
  readonly mock: readonly string[];
};

/** A language by the id that editors know it by: `rust`, `.rs`. */
export type SourceLanguage = { readonly id: string; readonly extensions: readonly string[] };

/** One virtual machine, with all that editor and debugger need of it. */
export type Engine = {
  /** As in `"vm": "evm"`. */
  readonly id: string;
  readonly name: string;
  readonly fidelity: Fidelity;
  /** Oldest first. */
  readonly versions: readonly Version[];
  readonly defaultVersion: string;
  /** The setting that chooses the version: `{ key: 'gaslamp.evm.fork', title: 'Fork …' }`. */
  readonly versionSetting: { readonly key: string; readonly description: string };
  readonly instructions: readonly Instruction[];
  /** Name of one unit of the first meter, in lower case: `gas`. */
  readonly costUnit: string;
  /** How numbers lie in bytes. */
  readonly byteOrder: 'big' | 'little';
  /** The first is the assembly language, in which listings are written. */
  readonly languages: readonly [Language, ...Language[]];
  /** Languages that are compiled to it, in whose files breakpoints can be set; all else about them is others'. */
  readonly sourceLanguages?: readonly SourceLanguage[];
  readonly events: readonly (MachineEvent & { readonly description: string; readonly default: boolean })[];
  /** Every reason for which its machines charge. */
  readonly reasons: readonly string[];
  readonly functions: readonly ExpressionFunction[];
  /** Properties of a launch configuration beyond the common ones (`program`, `part`, `version`, `stopOnEntry` …). */
  readonly launch: Readonly<Record<string, JsonSchema>>;
  /**
   * How a part can be called, the first if none is named; undefined or absent where there is nothing to ask.
   * @param companions those of `Engine.companions` that are there @throws LoadError
   */
  calls?(
    file: InputFile,
    part: string | undefined,
    version: string,
    companions?: readonly InputFile[],
  ): Calls | undefined;
  /** Properties that mean nothing any more where another of them, the key, is given anew. */
  readonly replaces?: Readonly<Record<string, readonly string[]>>;
  /** The launch properties with each name of a file in them replaced by what `path` makes of it; absent if none names a file. */
  mapPaths?(launch: LaunchProperties, path: (text: string) => string): LaunchProperties;
  /**
   * Files that may lie around a program and say more of it, its symbols say: the likeliest first, and any may be missing.
   * Cheap, and never throws; absent where there are none.
   */
  companions?(file: InputFile, launch: LaunchProperties): readonly Companion[];
  /** URIs of the files that are named in a file itself, relative to it; absent where none ever are. Never throws. */
  filesIn?(file: InputFile): readonly string[];
  /** The version that a program itself asks for. @throws LoadError */
  versionFor?(file: InputFile, options: Omit<LoadOptions, 'version'>): OwnVersion | undefined;
  /** Decides by name, language and first bytes; cheap, and never throws. */
  claim(file: InputFile): Claim;
  /** The code of one part, of those that the claim names, or the first; for a listing. @throws LoadError */
  code(file: InputFile, part: string | undefined, version: string): Code;
  /** Listing of a code, in the assembly language: one instruction a line; assembling it gives the same bytes. */
  listing(code: Code, version: string): string;
  /** What can be said of a code without running it; absent where nothing can. Never throws. */
  flow?(code: Pick<Code, 'bytes' | 'base'>, version: string): ControlFlow;
  /** @throws LoadError */
  load(file: InputFile, options: LoadOptions): Program;
  /** The run of one of its machines, which is at its start, as lines of text that other tools read; absent where there is no such form. */
  trace?(machine: Machine): Iterable<string>;
  /** How what happened on its chain becomes a scenario; absent where it cannot. */
  readonly fetching?: Fetching;
  /** Further texts of its tables that a person may be shown; they are translated like those of the rows. */
  readonly texts?: readonly string[];
  /** What bytes written in a program most likely mean, beyond their number, as lines of Markdown; absent if that is never known. */
  describe?(bytes: Uint8Array): readonly string[];
  /**
   * How an instruction lies in its bits, as lines of text in columns; with `bytes`, which is what was assembled for it, what lies there.
   * Absent where the row's `encoding` says it all.
   */
  picture?(row: Instruction, version: string, bytes: Uint8Array | undefined): string | undefined;
  /** Debugger expressions for what an instruction is about to take: `stack[0]`; absent where what it takes has no names. */
  taken?(row: Instruction): readonly string[];
  /** A page that explains `source` of a row, where there is one. */
  link(source: string): string | undefined;
};
