import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Place } from '../engines/code.ts';
import type { Engine } from '../engines/engine.ts';
import type { Location, Output } from '../engines/machine.ts';
import { futureDropped } from '../engines/messages.ts';
import { tableText } from '../engines/translate.ts';
import { keyOf } from '../engines/uri.ts';
import { Addresses } from './addresses.ts';
import { Breakpoints } from './breakpoints.ts';
import type { Client } from './client.ts';
import { endOfRun, line, whereabouts } from './console.ts';
import { DataBreakpoints } from './data-breakpoints.ts';
import { Debuggee } from './debuggee.ts';
import { ExceptionFilters } from './exception-filters.ts';
import { describeHalt, exceptionAt, hitOf } from './halts.ts';
import { Handles } from './handles.ts';
import { forward, type Halt, type Journey, stepIn, type Travel } from './journeys.ts';
import { type Host, type Launch, load, readLaunch } from './launch.ts';
import * as messages from './messages.ts';
import { Param, RequestError } from './params.ts';
import { Profiler } from './profiler.ts';
import { ProgressReport } from './progress.ts';
import { partedEvent, profiledEvent, timelineEvent } from './protocol.ts';
import { Runner } from './runner.ts';
import { Stack, threadOf } from './stack.ts';
import { Stops } from './stops.ts';
import { returnTo } from './time-travel.ts';
import { Timeline } from './timeline.ts';
import { Variables } from './variables.ts';

/** What a debugger works with, and whom it tells. */
export type Environment = {
  readonly engines: readonly Engine[];
  readonly host: Host;
  readonly client: Client;
  /** Sends an event to the client. */
  readonly send: (event: string, body: object) => void;
};

/** One debugged program and all that moves it; restarting puts another in its place. */
export class Debugger {
  readonly breakpoints: Breakpoints;
  readonly dataBreakpoints = new DataBreakpoints(() => this.#nextId());
  readonly stack: Stack;
  readonly variables = new Variables();
  /** References of memory that a client has shown, and may show still. */
  readonly readMemories = new Set<string>();
  readonly addresses = new Addresses((id) => this.debuggee.sources.code(id));
  /** Places, and steps, that a client was offered to go to. */
  readonly targets = new Handles<readonly Place[]>();
  readonly callsAhead = new Handles<number>();
  readonly timeline = new Timeline(this, {
    changed: () => this.#environment.send(timelineEvent, {}),
    failed: (error) => this.#print('stderr', messages.mistake(messages.theRun(), error)),
  });
  readonly profiler = new Profiler(this, {
    load: (args) => load(this.#environment.engines, readLaunch(args, this.#environment.host)),
    tell: (profiled) => this.#environment.send(profiledEvent, profiled),
    parted: (parted) => this.#environment.send(partedEvent, parted),
  });
  debuggee: Debuggee;
  isOver = false;
  readonly #environment: Environment;
  readonly #runner = new Runner({
    halted: (halt) => this.#halted(halt),
    progressed: (progress) => this.#progress?.tell(progress),
    failed: (error) => this.#failed(messages.mistake(messages.theRun(), error)),
  });
  /** Undefined for a client that does not show it. */
  readonly #progress: ProgressReport | undefined;
  readonly #filters = new ExceptionFilters(() => this.#nextId());
  readonly #stops: Stops;
  #lastId = 0;
  #launch: Launch;
  #halt: Halt = { kind: 'entry' };
  /** The step at which the journey under way began. */
  #departure = 0;
  /** Whether the end of the run was reported; going back and arriving there again is no news. */
  #endTold = false;
  #hasBegun = false;

  constructor(environment: Environment, launch: Launch, first: Loaded) {
    this.#environment = environment;
    this.#progress = environment.client.showsProgress ? new ProgressReport(environment.send) : undefined;
    this.#launch = launch;
    this.debuggee = this.#start(first);
    this.breakpoints = new Breakpoints(this.debuggee, () => this.#nextId());
    const parts = { breakpoints: this.breakpoints, data: this.dataBreakpoints, filters: this.#filters };
    this.#stops = new Stops(
      () => this.debuggee,
      parts,
      (text) => this.#log(text),
    );
    this.stack = new Stack(environment.client, this.addresses);
  }

  /** @throws RequestError, LoadError */
  static async launch(environment: Environment, args: Param): Promise<Debugger> {
    const launch = readLaunch(args, environment.host);
    return new Debugger(environment, launch, await load(environment.engines, launch));
  }

  get engine(): Engine {
    return this.debuggee.launched.engine;
  }

  get client(): Client {
    return this.#environment.client;
  }

  get isRunning(): boolean {
    return this.#runner.isRunning;
  }

  /** Makes the first move, once the client has set its breakpoints. */
  configured(): void {
    if (!this.#hasBegun) this.#begin();
  }

  /** Goes on; where the run is at its end, ends the session. */
  go(journey: (travel: Travel) => Journey): void {
    if (this.#halt.kind === 'end' || this.#halt.kind === 'limit') this.#finish();
    else this.#travel(journey(this.#travelling()));
  }

  /** Goes back, also from the end. */
  goBack(journey: (travel: Travel) => Journey): void {
    this.#travel(journey(this.#travelling()));
  }

  pause(): void {
    this.#runner.pause();
  }

  /** Gives up what runs, or a journey by the name under which its progress is shown, and goes back to where it began. */
  cancel(progressId: string | undefined): void {
    if (!this.isRunning || (progressId !== undefined && !this.#progress?.isOf(progressId))) return;
    this.#progress?.end();
    this.#runner.start(returnTo(this.#travelling(), this.#departure));
  }

  /** Starts again, with another launch configuration if one is given. The present run stays if that fails. */
  async restart(args: Param): Promise<void> {
    const launch =
      args.at('program').present || args.at('scenario').present
        ? readLaunch(args, this.#rememberingHost())
        : this.#launch;
    const same = launch === this.#launch;
    const debuggee = this.#start(same ? this.debuggee.launched : await load(this.#environment.engines, launch));
    this.#runner.abandon();
    this.#progress?.end();
    this.#launch = launch;
    this.debuggee = debuggee;
    this.#halt = { kind: 'entry' };
    this.#forget();
    this.#report(await this.breakpoints.moveTo(debuggee));
    this.#begin();
    if (this.isRunning)
      this.#environment.send('continued', { threadId: threadOf(debuggee.unit), allThreadsContinued: true });
  }

  /** Stops after events of these filters from now on. @throws RequestError */
  stopAtEvents(args: Param): DebugProtocol.Breakpoint[] {
    return this.#filters.set(this.#environment.engines, this.engine, args);
  }

  /** What went wrong, or happened, where the program stands. @throws RequestError */
  exceptionInfo(): DebugProtocol.ExceptionInfoResponse['body'] {
    const happened = exceptionAt(this.#halt);
    if (!happened) throw new RequestError(messages.nothingThrown());
    const { id, text, breakMode } = happened;
    const details = { message: text, typeName: id, stackTrace: this.stack.asText(this.debuggee) };
    // VS Code shows the id to a person, as a heading.
    const event = this.engine.events.find((each) => each.id === id);
    const name = event ? tableText(event.text) : messages.exceptionName(id);
    return { exceptionId: name, description: text, breakMode, details };
  }

  /** Changes a value now: what is known to come later is dropped, and said so. @throws RequestError, MachineError */
  edit(location: Location, bytes: Uint8Array): void {
    const { history, machine } = this.debuggee;
    if (!machine.writable) throw new RequestError(messages.isRecording());
    if (history.edit(location, bytes)) {
      this.#endTold = machine.outcome !== undefined;
      this.#print('console', futureDropped(machine.steps));
    }
    if (this.client.hearsInvalidated) this.#environment.send('invalidated', { areas: ['all'] });
    this.#tellMemories();
  }

  /** Ends the session: nothing runs any more. */
  end(): void {
    this.#runner.abandon();
    this.isOver = true;
  }

  #start(loaded: Loaded): Debuggee {
    const output = ({ text }: Output) => this.#print('stdout', text);
    const debuggee: Debuggee = new Debuggee(loaded, this.#environment.client, output);
    for (const code of debuggee.codes) this.addresses.meet(code);
    this.#endTold = false;
    return debuggee;
  }

  /** Reads as the host does; what this run was made from also when it is gone by now. */
  #rememberingHost(): Host {
    const { files } = this.debuggee.launched;
    return {
      readFile: (uri) =>
        this.#environment.host.readFile(uri).catch((error) => {
          const file = files.get(keyOf(uri));
          if (file) return file.bytes;
          throw error;
        }),
    };
  }

  #begin(): void {
    if (this.isOver) return;
    this.#hasBegun = true;
    for (const remark of this.debuggee.launched.remarks) this.#print('console', remark);
    const { noDebug, stopOnEntry } = this.#launch.arguments;
    const hit = noDebug ? undefined : this.#stops.judge(undefined, true);
    if (hit) this.#halted({ kind: 'hit', hit, text: hit.failure });
    else if (!noDebug && (stopOnEntry ?? this.#stops.isEmpty)) this.#enter();
    else this.#travel(forward(this.#travelling()));
  }

  /** Stops where a person can see what comes first: past what the chain does without code. */
  #enter(): void {
    const { machine, unit } = this.debuggee;
    if (machine.place) this.#halted({ kind: 'entry' });
    else this.#travel(stepIn(this.#travelling(), unit, 'statement'));
  }

  #travelling(): Travel {
    const { debuggee } = this;
    const ignoring = this.#launch.arguments.noDebug === true;
    return {
      debuggee,
      stops: ignoring ? noStops(debuggee) : this.#stops,
      pace: this.#runner.pace,
      bindNewCode: () => this.#bindNewCode(),
    };
  }

  #travel(journey: Journey): void {
    this.#forget();
    this.#departure = this.debuggee.machine.steps;
    this.#runner.start(journey);
  }

  #forget(): void {
    this.stack.clear();
    this.variables.clear();
    this.targets.clear();
    this.callsAhead.clear();
  }

  #bindNewCode(): void {
    const met = this.debuggee.meetCodes();
    if (met.length === 0) return;
    this.#report(this.breakpoints.rebind());
    const sources = met.map((code) => this.debuggee.sources.textOf(code));
    for (const source of sources) this.#environment.send('loadedSource', { reason: 'new', source });
  }

  #report(breakpoints: readonly DebugProtocol.Breakpoint[]): void {
    for (const breakpoint of breakpoints) this.#environment.send('breakpoint', { reason: 'changed', breakpoint });
  }

  #halted(halt: Halt): void {
    this.#halt = halt;
    this.#progress?.end();
    this.#bindNewCode();
    const isEnd = halt.kind === 'end' || halt.kind === 'limit';
    const { profile, against } = this.#launch.arguments;
    const profiling =
      isEnd && !this.#endTold && profile ? this.profiler.begin(against && new Param(against, 'against')) : undefined;
    this.#tellEnd(halt);
    if (this.#launch.arguments.noDebug && isEnd) {
      if (profiling) void profiling.done.then(() => this.isOver || this.#finish());
      else this.#finish();
      return;
    }
    const { unit } = this.debuggee;
    const hit = hitOf(halt);
    this.#environment.send('stopped', {
      ...describeHalt(halt),
      threadId: threadOf(unit),
      allThreadsStopped: true,
      ...(hit && { hitBreakpointIds: hit.ids }),
    });
    this.#tellMemories();
  }

  /** A mistake in an engine: shown where it happened, if that can still be shown. */
  #failed(text: string): void {
    try {
      this.#halted({ kind: 'limit', text });
    } catch {
      this.#print('stderr', text);
      this.#finish();
    }
  }

  #tellEnd(halt: Halt): void {
    if ((halt.kind !== 'end' && halt.kind !== 'limit') || this.#endTold) return;
    this.#endTold = true;
    for (const body of endOfRun(this.client, this.debuggee, halt)) this.#environment.send('output', body);
  }

  /** What a client shows of memory may not be so any more. */
  #tellMemories(): void {
    if (!this.client.hearsMemory) return;
    const everything = { offset: 0, count: Number.MAX_SAFE_INTEGER };
    for (const memoryReference of this.readMemories)
      this.#environment.send('memory', { memoryReference, ...everything });
  }

  #print(category: 'console' | 'stdout' | 'stderr', text: string): void {
    this.#environment.send('output', line(category, text));
  }

  /** Prints what a logpoint says, with the place where it stands. */
  #log(text: string): void {
    this.#environment.send('output', { ...line('console', text), ...whereabouts(this.client, this.debuggee) });
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #finish(): void {
    const { outcome } = this.debuggee.machine;
    this.end();
    this.#environment.send('exited', { exitCode: outcome?.ok ? 0 : 1 });
    this.#environment.send('terminated', {});
  }
}

type Loaded = Debuggee['launched'];

/** For a run without debugging. */
const noStops = (debuggee: Debuggee): Stops => {
  const noId = () => 0;
  const parts = {
    breakpoints: new Breakpoints(debuggee, noId),
    data: new DataBreakpoints(noId),
    filters: new ExceptionFilters(noId),
  };
  return new Stops(
    () => debuggee,
    parts,
    () => {},
  );
};
