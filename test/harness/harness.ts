import { describe, type TestContext, test } from 'node:test';
import type { Engine, InputFile, LoadOptions, Program } from '../../engines/engine.ts';
import { checkCharges, checkProfile } from './charges.ts';
import { follow } from './flow.ts';
import { checkBack, checkEdits, checkJourneys, checkLongHistory } from './history.ts';
import { languageHarness } from './language.ts';
import { checkCodes, checkListing } from './listings.ts';
import { newSeed, type Random, randomFrom } from './random.ts';
import { robustnessHarness } from './robustness.ts';
import { checkAccesses, checkMoments, checkRefusal, checkSaves, same } from './state.ts';
import { checkStops, questions } from './stops.ts';
import { type Edit, record, type Trace } from './trace.ts';

/** A program that an engine is tried on. */
export type Trial = {
  readonly title: string;
  readonly file: InputFile;
  readonly options?: Partial<LoadOptions>;
  /** Changes by hand, to see that they are replayed: at least one that the rest of the run depends on. */
  readonly edits?: readonly Edit[];
  /** Steps looked at, at most. Default 300. */
  readonly steps?: number;
};

export type Trials = {
  readonly programs: readonly Trial[];
  /** One that never ends and goes on changing some kilobytes, for the length of a history. */
  readonly endless: Trial;
};

export const textFile = (name: string, text: string): InputFile => ({
  uri: `file:///${name}`,
  name,
  bytes: new TextEncoder().encode(text),
});

/** A number of 64 bits as it lies in a register or memory, lowest byte first. */
export const word = (value: bigint) => new Uint8Array(BigUint64Array.of(value).buffer);

const defaults = { limits: { steps: 1e9, memory: 2 ** 24 }, launch: {} };

/** Registers the tests that every engine must pass. */
export const engineHarness = (engine: Engine, { programs, endless }: Trials): void => {
  const load = (trial: Trial): Program =>
    engine.load(trial.file, { version: engine.defaultVersion, ...defaults, ...trial.options });

  describe(`${engine.name}: what every engine must do`, () => {
    for (const trial of programs) {
      describe(trial.title, () => {
        let known: Trace | undefined;
        const stepsOf = trial.steps ?? 300;
        const start = () => load(trial).start();
        const version = trial.options?.version ?? engine.defaultVersion;
        const traced = () => {
          known ??= record(start(), stepsOf);
          return known;
        };
        const withRandom = (name: string, check: (random: Random) => void) =>
          test(name, (t: TestContext) => {
            const random = randomFrom(newSeed());
            t.diagnostic(`GASLAMP_SEED=${random.seed}`);
            check(random);
          });

        test('every start gives the same run', () => same(record(start(), stepsOf), traced()));
        test('what is seen of a moment fits together', () => checkMoments(start(), traced(), engine));
        withRandom('a save is the whole state', (random) => checkSaves(start(), traced(), random));
        withRandom('a run stops where single steps meet what is asked for', (random) => {
          const machine = start();
          const first = machine.save();
          for (const until of questions(engine, traced(), machine, random)) {
            machine.load(first);
            checkStops(machine, traced(), until, random);
          }
        });
        test('a step that the host refuses leaves everything as before', () => checkRefusal(start(), traced()));
        test('what changes is told as written', () => checkAccesses(start(), traced()));
        test('the charge of a step is known before it is made', () => checkCharges(engine, start(), traced()));
        test('a profile sums up to what was spent', () => checkProfile(start(), stepsOf));
        test('codes decode throughout', () => checkCodes(start(), traced()));
        test('a listing of a code is a program of the same bytes', () => {
          const machine = start();
          machine.run({}, stepsOf);
          for (const code of machine.codes.values()) checkListing(engine, code, version);
        });
        if (engine.flow) {
          test('what is said of the control flow without running is what happens', () => {
            const program = load(trial);
            follow(engine, program.start(), version, (code) => code === program.codes[0]?.id);
          });
        }
        withRandom('history: any journey finds what was there, and output is heard once', (random) =>
          checkJourneys(start(), traced(), random, random.pick([1, 3, 10, 1000])),
        );
        withRandom('history: journeys back stop where a run forward would have stopped', (random) => {
          for (const { step: _, ...until } of questions(engine, traced(), start(), random)) {
            checkBack(start(), traced(), until, random);
          }
        });
        const { edits } = trial;
        if (edits) test('history: edits are replayed', () => checkEdits(start, stepsOf, edits));
      });
    }

    const files = programs.map((trial) => trial.file);
    for (const language of engine.languages) {
      const written = files.filter((file) => language.extensions.some((extension) => file.name.endsWith(extension)));
      const texts = written.map((file) => new TextDecoder().decode(file.bytes));
      if (texts.length > 0) languageHarness(engine, language, texts);
    }
    const [plainTrial] = programs;
    const options = { version: engine.defaultVersion, ...defaults, ...plainTrial?.options };
    robustnessHarness(engine, files.slice(0, 5), options);

    test('history: ten million steps are kept in bounded memory', () => checkLongHistory(load(endless).start()));
  });
};
