import { ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import { forms } from './constants.ts';
import { type FormContext, fixedSize } from './forms.ts';
import type { DebugSections } from './sections.ts';

/** What entries of one shape have in common (DWARF 5, 7.5.3). */
export type Abbreviation = {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly specifications: readonly {
    readonly attribute: number;
    readonly form: number;
    readonly implicit: number;
  }[];
  /** Of the values together, where that does not depend on what they are. */
  readonly size: number | undefined;
};

/** Compilers write a few dozen at most. As some take no bytes in an entry, a bound on them is one on the work for an entry. */
const mostAttributes = 256;

/** The tables in `.debug_abbrev`, each read once. */
export class AbbreviationTables {
  readonly #sections: DebugSections;
  readonly #tables = new Map<string, ReadonlyMap<number, Abbreviation>>();

  constructor(sections: DebugSections) {
    this.#sections = sections;
  }

  /** By their codes. @throws ElfError */
  at(offset: number, context: FormContext): ReadonlyMap<number, Abbreviation> {
    const key = [offset, context.version, context.wide, context.addressSize].join();
    const table = this.#tables.get(key) ?? this.#read(offset, context);
    this.#tables.set(key, table);
    return table;
  }

  #read(offset: number, context: FormContext): ReadonlyMap<number, Abbreviation> {
    const table = new Map<number, Abbreviation>();
    const reader = this.#sections.reader('.debug_abbrev', offset);
    for (let code = reader.uleb(); code !== 0; code = reader.isAtEnd ? 0 : reader.uleb()) {
      const [tag, hasChildren] = [reader.uleb(), reader.u8() !== 0];
      const specifications: { attribute: number; form: number; implicit: number }[] = [];
      let size: number | undefined = 0;
      for (;;) {
        const [attribute, form] = [reader.uleb(), reader.uleb()];
        if (attribute === 0 && form === 0) break;
        if (specifications.length === mostAttributes) throw new ElfError(messages.tooManyAttributes(mostAttributes));
        specifications.push({ attribute, form, implicit: form === forms.implicitConstant ? reader.sleb() : 0 });
        const valueSize = fixedSize(form, context);
        size = size === undefined || valueSize === undefined ? undefined : size + valueSize;
      }
      this.#sections.work.spend(8 + 8 * specifications.length);
      table.set(code, { tag, hasChildren, specifications, size });
    }
    return table;
  }
}
