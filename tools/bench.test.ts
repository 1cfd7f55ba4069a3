import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { Row } from './bench/rows.ts';
import { median, row, table } from './bench/rows.ts';
import { root } from './paths.ts';

test('`--json` prints rows and nothing else', async () => {
  const bench = join(root, 'tools/bench.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--json', '--tiny']);
  const rows: Row[] = JSON.parse(stdout);
  assert.ok(rows.some(({ name }) => name.startsWith('hover after an edit, ')));
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length, 'each row has a name of its own');
  for (const each of rows) {
    assert.deepEqual(Object.keys(each), ['name', 'ours', 'against', 'theirs', 'ratio', 'unit']);
    for (const number of [each.ours, each.theirs, each.ratio]) assert.ok(number > 0, JSON.stringify(each));
  }
});

test('the median is in the middle, or between the two there', () => {
  assert.equal(median([9, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 9]), 3);
});

test('a table shows each row on a line', () => {
  const lines = table([row('hover', 2, 'theirs', 8, 'ms'), row('stepping back', 1234.5, 'stepping', 100, 's')]).split(
    '\n',
  );
  assert.match(lines[1] ?? '', /^hover +2 ms +8 ms +× 0\.25 +theirs$/);
  assert.match(lines[2] ?? '', /^stepping back +1230 s +100 s +× 12\.3 +stepping$/);
});
