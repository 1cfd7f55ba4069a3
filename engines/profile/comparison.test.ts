import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textFile } from '../../test/harness/harness.ts';
import type { LoadOptions } from '../engine.ts';
import { evm } from '../evm/index.ts';
import { compareProfiles, isDifferent } from './comparison.ts';
import { Parting } from './divergence.ts';
import { profiled, profiledEvm, subjectOf } from './test/profiled.ts';

const file = textFile('a.easm', 'push 0\ncalldataload\njumpi @long\nstop\nlong:\npush 5\nsload\npop\nstop');

type Given = readonly [text: string, options?: Partial<LoadOptions>];

const subject = ([text, options]: Given) => {
  const file = textFile('a.easm', text);
  const all = { version: 'osaka', limits: { steps: 1e6, memory: 1e6 }, launch: {}, ...options };
  return subjectOf(evm, all.version, evm.load(file, all), [file]);
};

const partingOf = (before: Given, after: Given) => {
  const parting = new Parting(subject(before), subject(after));
  while (parting.found === undefined) parting.look(3);
  return parting.found;
};

describe('a comparison', () => {
  const short = profiled({ engine: evm, file });
  const long = profiled({ engine: evm, file, launch: { calldata: `0x${'01'.repeat(32)}` } });

  test('of a run with itself finds nothing', () => assert.equal(isDifferent(compareProfiles(long, long)), false));

  test('tells what each label and instruction costs more or less, the greatest difference first', () => {
    const comparison = compareProfiles(short, long);
    assert.ok(isDifferent(comparison));
    const [meter] = comparison.meters;
    assert.deepEqual(meter?.spent, { before: '18', after: '2124', change: '2106' });
    assert.deepEqual(meter.labels, [{ name: 'long', before: '0', after: '2106', change: '2106' }]);
    assert.deepEqual(
      meter.instructions.map(({ name, change }) => [name, change]),
      [
        ['SLOAD', '2100'],
        ['PUSH1', '3'],
        ['POP', '2'],
        ['JUMPDEST', '1'],
      ],
    );
    assert.deepEqual(compareProfiles(long, short).meters[0]?.spent.change, '-2106');
  });

  test('finds another fork by its costs', () => {
    const [tangerine, berlin] = ['tangerine', 'berlin'].map((version) =>
      profiled({ engine: evm, file: textFile('b.easm', 'push 1\nsload\nstop'), version }),
    );
    assert.deepEqual(
      compareProfiles(tangerine!, berlin!).meters[0]?.instructions.map(({ name, change }) => [name, change]),
      [['SLOAD', '1900']],
    );
  });

  test('sees another end, though the cost is the same', () => {
    const ended = profiledEvm('push 0\npush 0\nreturn');
    assert.ok(isDifferent(compareProfiles(ended, { ...ended, ending: { ...ended.ending, text: 'Reverted.' } })));
  });
});

describe('where runs part', () => {
  const text = 'push 1\npush 2\nadd\npop\nstop';

  test('never, if they are alike', () => assert.equal(partingOf([text], [text]), 'never'));

  test('at another instruction', () => {
    assert.deepEqual(partingOf([text], [text.replace('add', 'mul')]), {
      step: 2,
      before: { uri: 'a.easm', name: 'a.easm', line: 2, instruction: 'ADD', cost: '3' },
      after: { uri: 'a.easm', name: 'a.easm', line: 2, instruction: 'MUL', cost: '5' },
    });
  });

  test('at another cost in another fork', () => {
    const slot = 'push 1\nsload\nstop';
    const found = partingOf([slot, { version: 'tangerine' }], [slot, { version: 'berlin' }]);
    assert.ok(typeof found === 'object');
    assert.deepEqual([found.step, found.before?.cost, found.after?.cost], [1, '200', '2100']);
  });

  test('at another way through the same code', () => {
    const branch = 'push 0\ncalldataload\njumpi @there\nadd\nthere:\nadd\nstop';
    const found = partingOf([branch], [branch, { launch: { calldata: `0x${'01'.repeat(32)}` } }]);
    assert.ok(typeof found === 'object');
    assert.deepEqual([found.before?.instruction, found.after?.instruction], ['ADD', 'JUMPDEST']);
  });

  test('where one has ended', () => {
    const found = partingOf(['push 1\npush 2'], ['push 1\npush 2\nadd']);
    assert.ok(typeof found === 'object');
    assert.equal(found.step, 2);
  });
});
