import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareProfiles } from './comparison.ts';
import { profiledToy } from './test/profiled.ts';
import { comparisonText, profileText } from './text.ts';

const memory = 'push 1\npush 40\nstore\npush 10\nfree\nhalt';

test('each meter that something used has its tables, and what was given back is told', () => {
  const text = profileText(profiledToy(memory));
  assert.match(text, /^a\.toy \(toy, v2\)\nHalted with /);
  assert.match(text, /\n\d+ fuel in 6 steps\n/);
  assert.match(text, /\n10 memory in 6 steps\n31 memory of it was given back\n/);
  assert.match(text, /\nBelongs to no instruction +own +share\nprogram load +\d+ +\d+\.\d %/);
  assert.doesNotMatch(profileText(profiledToy('push 1\nhalt')), / memory in /);
});

test('rows of a long table are counted, not shown', () => {
  const lines = Array.from({ length: 50 }, () => 'push 1').join('\n');
  assert.match(profileText(profiledToy(`${lines}\nhalt`)), /\n… and 31 more\n/);
});

test('a comparison shows both runs, where they part, and what changed in each meter', () => {
  const [before, after] = [memory, memory.replace('push 40', 'push 50')].map((text) => profiledToy(text));
  const text = comparisonText(compareProfiles(before!, after!, 'never'));
  assert.match(text, /^before {2}a\.toy .*\nafter {3}a\.toy /);
  assert.match(text, /\nBoth runs make the same steps at the same cost\.\n/);
  const ended = { step: 3, before: { instruction: 'free', cost: '1' } };
  assert.match(
    comparisonText(compareProfiles(before!, after!, ended)),
    /\nThe runs part at step 3:\nbefore {2}free, 1 fuel\nafter {3}has ended\n/,
  );
});
