import type { Code, CodeId, Place } from '../engines/code.ts';
import { History } from '../engines/history.ts';
import type { Frame, Machine, Output } from '../engines/machine.ts';
import type { Client } from './client.ts';
import type { Launched } from './launch.ts';
import { Sources } from './sources.ts';

/** A program under the debugger: its machine, its past, and the texts that show it. */
export class Debuggee {
  readonly launched: Launched;
  readonly history: History;
  readonly sources: Sources;
  /** Codes whose breakpoints are bound. Grows in place, so that a run under way sees it. */
  readonly knownCodes = new Set<CodeId>();

  /** @throws LoadError */
  constructor(launched: Launched, client: Client, output: (output: Output) => void) {
    this.launched = launched;
    this.history = new History(launched.program.start(), output);
    this.sources = new Sources(launched, client, (id) => this.metCode(id));
    for (const code of launched.program.codes) this.knownCodes.add(code.id);
    this.meetCodes();
  }

  get machine(): Machine {
    return this.history.machine;
  }

  /** A code that the program has by now. */
  metCode(id: CodeId): Code | undefined {
    return this.machine.codes.get(id) ?? this.launched.program.codes.find((code) => code.id === id);
  }

  /** Takes note of codes that appeared, and returns them. */
  meetCodes(): readonly Code[] {
    const met = [...this.machine.codes.values()].filter(({ id }) => !this.knownCodes.has(id));
    for (const { id } of met) this.knownCodes.add(id);
    return met;
  }

  /** All codes that were met. */
  get codes(): readonly Code[] {
    return [...this.knownCodes].flatMap((id) => this.metCode(id) ?? []);
  }

  /** The unit that makes the next step; after the end, the one that made the last. */
  get unit(): number {
    const units = this.machine.units();
    const running = units.find((unit) => unit.state.kind === 'running');
    if (running) return running.id;
    const { place } = this.machine;
    const last = units.find((unit) => {
      const at = this.machine.frames(unit.id)[0]?.place;
      return at?.code === place?.code && at?.offset === place?.offset;
    });
    return (last ?? units[0])?.id ?? 0;
  }

  frames(unit = this.unit): readonly Frame[] {
    return this.machine.frames(unit);
  }

  /** Whether a person who steps by statements should stop here: not within one, nor in a native frame. */
  get atStatement(): boolean {
    const { place } = this.machine;
    return place !== undefined && this.sources.startsStatement(place);
  }

  /** Whether the machine stands in a function that was inlined into the line of a place in the same call. */
  isInlinedAt(line: Place): boolean {
    const { place } = this.machine;
    if (!place) return false;
    const deeper = this.sources.inlined(place).length - this.sources.inlined(line).length;
    if (deeper <= 0) return false;
    const [around, there] = [this.sources.locate(place, deeper), this.sources.locate(line)];
    return around?.span.uri === there?.span.uri && around?.span.start.line === there?.span.start.line;
  }
}
