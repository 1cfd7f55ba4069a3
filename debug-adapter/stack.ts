import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame, Unit } from '../engines/machine.ts';
import { type Addresses, addressText } from './addresses.ts';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import { Handles } from './handles.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import { RequestError } from './params.ts';

/** Threads are the machine's units. DAP wants no thread 0, so their numbers are one higher. */
export const threadOf = (unit: number): number => unit + 1;

/** The unit that a request means. @throws RequestError if there is none */
export const unitOf = (debuggee: Debuggee, thread: Param): number => {
  const id = thread.integer();
  if (!debuggee.machine.units().some((unit) => threadOf(unit.id) === id)) {
    throw new RequestError(messages.unknownThread(id));
  }
  return id - 1;
};

/** The machine's units; one that has ended is left out, unless it is the one that made the last step. */
export const threads = (debuggee: Debuggee): DebugProtocol.Thread[] => {
  const shown = debuggee.unit;
  return debuggee.machine
    .units()
    .filter((unit) => unit.state.kind !== 'ended' || unit.id === shown)
    .map((unit) => ({ id: threadOf(unit.id), name: nameOf(unit) }));
};

const nameOf = ({ name, state }: Unit): string =>
  state.kind === 'waiting' ? messages.waitingThread(name, state.why) : messages.thread(name, state.kind);

/** A frame as it is shown: a function that was inlined is one of its own, and `level` says which of the spans of the place is its. */
type Shown = { readonly frame: Frame; readonly level: number; handle: number | undefined };

/** Frames of a stopped program, by page. */
export class Stack {
  readonly #client: Client;
  readonly #addresses: Addresses;
  readonly #handles = new Handles<Frame>();
  /** Frames of each unit and their handles, made once per stop. */
  readonly #frames = new Map<number, readonly Shown[]>();

  constructor(client: Client, addresses: Addresses) {
    this.#client = client;
    this.#addresses = addresses;
  }

  /** Forgets everything, because the machine moves. */
  clear(): void {
    this.#handles.clear();
    this.#frames.clear();
  }

  /** @param levels 0 for all. */
  page(debuggee: Debuggee, unit: number, start: number, levels: number): DebugProtocol.StackTraceResponse['body'] {
    const frames = this.#framesOf(debuggee, unit);
    const stackFrames = frames.slice(start, levels === 0 ? undefined : start + levels).map((entry) => {
      entry.handle ??= this.#handles.add(entry.frame);
      return this.#describe(debuggee, entry, entry.handle);
    });
    return { stackFrames, totalFrames: frames.length };
  }

  /** The frames of the unit that runs, one a line, innermost first. */
  asText(debuggee: Debuggee): string {
    const lines = this.#framesOf(debuggee, debuggee.unit).map(({ frame: { name, place }, level }) => {
      const located = place && debuggee.sources.locate(place, level);
      return located
        ? messages.framePath(name, located.source.name ?? '', toClient(this.#client, located.span).line)
        : name;
    });
    return lines.join('\n');
  }

  /** The frame of a handle; without one, the frame that runs. @throws RequestError */
  frame(debuggee: Debuggee, handle: Param): Frame {
    const given = handle.optional((p) => p.integer());
    const frame = given === undefined ? this.#framesOf(debuggee, debuggee.unit)[0]?.frame : this.#handles.get(given);
    if (!frame) throw new RequestError(messages.noFrame());
    return frame;
  }

  #framesOf(debuggee: Debuggee, unit: number) {
    const known = this.#frames.get(unit);
    if (known) return known;
    const frames = debuggee.frames(unit).flatMap((frame): readonly Shown[] => {
      const inlined = frame.place ? debuggee.sources.inlined(frame.place) : [];
      const names = [...inlined, frame.name];
      return names.map((name, level) => ({ frame: { ...frame, name }, level, handle: undefined }));
    });
    this.#frames.set(unit, frames);
    return frames;
  }

  /** Where a frame stands in the disassembly. */
  #instruction({ place }: Frame): Pick<DebugProtocol.StackFrame, 'instructionPointerReference'> {
    const address = place && this.#addresses.address(place);
    return address === undefined ? {} : { instructionPointerReference: addressText(address) };
  }

  #describe(debuggee: Debuggee, { frame, level }: Shown, id: number): DebugProtocol.StackFrame {
    const name = frame.guessed ? messages.guessedFrame(frame.name) : frame.name;
    const located = frame.place && debuggee.sources.locate(frame.place, level);
    if (!located) return { id, name, line: 0, column: 0, presentationHint: 'subtle' };
    // Without the end: VS Code would select the instruction at every stop, and the next key typed would replace it.
    const { line, column: start } = toClient(this.#client, located.span);
    // VS Code marks a column by a sign in the text, which is needless, and in the way of hints, where a line is one statement.
    const column = debuggee.sources.isFirstOnLine(located) ? this.#client.firstColumn : start;
    return { id, name, source: located.source, line, column, ...this.#instruction(frame) };
  }
}
