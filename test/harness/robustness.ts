import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Engine, type InputFile, LoadError, type LoadOptions } from '../../engines/engine.ts';
import { type Location, type Machine, MachineError } from '../../engines/machine.ts';
import { newSeed, type Random, randomFrom } from './random.ts';
import { dump, plain } from './trace.ts';

/** Registers what every engine must do with bad input: say so, in its own kind of error, and go on. */
export const robustnessHarness = (engine: Engine, files: readonly InputFile[], options: LoadOptions): void => {
  describe(`${engine.name}: bad input`, () => {
    const withRandom = (name: string, check: (random: Random) => void) =>
      test(name, (t: TestContext) => {
        const random = randomFrom(newSeed());
        t.diagnostic(`GASLAMP_SEED=${random.seed}`);
        check(random);
      });

    withRandom('a broken file is refused in a sentence', (random) => {
      for (let i = 0; i < 200; i++) {
        const file = brokenFile(random.pick(files), engine, random);
        const claim = engine.claim(file);
        if (claim.claimed) assert.ok(claim.parts.length > 0);
        else if (claim.nearly) assert.ok(claim.reason);
        refuses(() => engine.code(file, undefined, options.version));
        refuses(() => engine.load(file, options).start());
      }
    });

    test('launch properties of any kind are taken or refused by name', () => {
      const nonsense = [null, -1, 0, 1.5, Number.NaN, 1e308, 'nonsense', '0x', '', {}, [], [null], { a: {} }, true];
      const [file] = files;
      assert.ok(file);
      for (const property of Object.keys(engine.launch)) {
        for (const value of nonsense) {
          const launch = { ...options.launch, [property]: value };
          refuses(() => engine.load(file, { ...options, launch }).start(), property, plain(value));
        }
      }
    });

    test('functions of expressions refuse what they cannot take', () => {
      for (const { name, call } of engine.functions) {
        for (const args of [[], [1n], [-1n, 2n], [new Uint8Array()], [new Uint8Array(3), new Uint8Array(3), 1n]]) {
          try {
            call(args);
          } catch (error) {
            assert.ok(error instanceof MachineError, `${name}(${plain(args)}) ends in a MachineError, not ${error}`);
          }
        }
      }
    });

    withRandom('a location that is not there cannot be read or written', (random) => {
      for (const file of files) {
        const machine = engine.load(file, options).start();
        for (let i = 0; i < 20 && !machine.outcome; i++) {
          tryLocations(machine, random);
          machine.run({}, 1 + random.below(5));
        }
        tryLocations(machine, random);
      }
    });
  });
};

const refuses = (act: () => unknown, property?: string, value?: string) => {
  try {
    act();
  } catch (error) {
    const asked = property === undefined ? '' : ` for "${property}": ${value}`;
    assert.ok(
      error instanceof LoadError,
      `a LoadError was expected${asked}, not ${error instanceof Error ? error.stack : error}`,
    );
    assert.match(error.message, /^\S.*[.!?]\)?$/su, 'a message is a sentence');
  }
};

const brokenFile = (file: InputFile, engine: Engine, random: Random): InputFile => {
  const endings = engine.languages.flatMap((language) => language.extensions);
  const name = random.pick([file.name, 'a', 'a.json', ...endings.map((ending) => `a${ending}`)]);
  const length = random.below(file.bytes.length + 1);
  const bytes = random.pick([
    () => new Uint8Array(),
    () => file.bytes.slice(0, length),
    () => Uint8Array.from({ length: random.below(60) }, () => random.below(256)),
    () => file.bytes.map((byte) => (random.below(20) === 0 ? random.below(256) : byte)),
  ])();
  const languageId = random.pick([undefined, undefined, ...engine.languages.map((language) => language.id)]);
  return { uri: `file:///${name}`, name, bytes, ...(languageId && { languageId }) };
};

const tryLocations = (machine: Machine, random: Random) => {
  const before = dump(machine);
  const known = (JSON.stringify(before).match(/space\\":\\"[^\\]+/g) ?? []).map((found) => found.slice(10));
  for (let i = 0; i < 30; i++) {
    const location: Location = {
      space: random.pick(['', 'nowhere', 'memory#', 'memory#99999', 'stack#-1', 'storage:', 'storage:0x', ...known]),
      at: random.pick([-1n, 0n, 1n, 2n ** 53n, 2n ** 64n, 2n ** 256n, -(2n ** 70n)]),
      size: random.pick([1, 2, 7, 2 ** 31, 2 ** 52]),
    };
    const bytes = machine.read(location);
    const width = random.pick([0, 1, 5, 33, 64].filter((each) => each !== bytes?.length));
    const write = () => machine.write(location, new Uint8Array(width));
    assert.throws(write, MachineError, `writing ${width} bytes to ${plain(location)}`);
  }
  assert.equal(dump(machine), before, 'what failed changed nothing');
};
