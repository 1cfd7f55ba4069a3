import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

let workspace: Workspace;
let window: Window;

before(async () => {
  const written = await readFile(join(samples, '.vscode', 'launch.json'), 'utf8');
  // One setting is wrong, so that the schema is seen to be there.
  const broken = written.replace('"request": "launch",', '"request": "launch", "stopOnEntry": "yes",');
  workspace = await makeWorkspace([], { '.vscode/launch.json': broken });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

test('the launch configurations of the samples are as the schema wants them', async () => {
  await window.press('ControlOrMeta+p');
  await window.choose('launch.json .vscode', 'launch.json');
  const problems = await until(
    'the problem',
    () => window.problems(),
    (rows) => rows.some((row) => row.includes('boolean')),
  );
  const [file, problem, ...others] = problems;
  assert.match(file ?? '', /launch\.json/);
  assert.match(problem ?? '', /Incorrect type\. Expected "boolean"/);
  assert.deepEqual(others, []);
});
