import type { ElfError } from '../bytes.ts';
import type { CodeRanges } from '../code-ranges.ts';
import { type Elf, sectionNamed } from '../elf.ts';
import { RangeIndex } from '../range-index.ts';
import { type FunctionFrame, readFrames } from './frame-entries.ts';
import { type FrameRules, rulesOf } from './frame-rules.ts';
import type { DebugSections } from './sections.ts';

/** `.debug_frame` is there for debuggers, so it is asked first. */
const sectionNames = ['.debug_frame', '.eh_frame'] as const;

/** The call-frame information of an ELF. */
export class CallFrames {
  /** Of the frame that was asked for last, as most questions are about the same few. */
  #latest: { readonly frame: FunctionFrame; readonly rules: readonly FrameRules[] } | undefined;
  readonly #broken = new Set<FunctionFrame>();
  readonly #indices: readonly { readonly address: number; readonly frames: RangeIndex<FunctionFrame> }[];

  /** @param tell hears of each entry that cannot be read. */
  constructor(elf: Elf, sections: DebugSections, code: CodeRanges, tell: (problem: ElfError) => void) {
    this.#indices = sectionNames.flatMap((name) => {
      const address = sectionNamed(elf, name)?.address;
      if (address === undefined) return [];
      const section = { address, addressSize: elf.bits / 8, isEh: name === '.eh_frame' };
      const frames = readFrames({ ...section, reader: sections.reader(name) }, tell);
      const live = frames.filter(({ start }) => code.at(start)).map((value) => ({ ...value, value }));
      return [{ address, frames: new RangeIndex(live) }];
    });
  }

  /** The rules that hold before the instruction at an address; undefined where none are known. @throws ElfError */
  at(address: number): FrameRules | undefined {
    for (const section of this.#indices) {
      const frame = section.frames.find(address);
      const found = frame && this.#rules(frame, section).findLast(({ start }) => start <= address);
      if (found) return found;
    }
    return undefined;
  }

  /** None for a frame that is broken, after it was told of. */
  #rules(frame: FunctionFrame, section: { readonly address: number }): readonly FrameRules[] {
    if (this.#broken.has(frame)) return [];
    if (this.#latest?.frame === frame) return this.#latest.rules;
    try {
      this.#latest = { frame, rules: rulesOf(frame, section) };
      return this.#latest.rules;
    } catch (error) {
      this.#broken.add(frame);
      throw error;
    }
  }
}
