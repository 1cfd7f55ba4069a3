import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './paths.ts';
import { walkthrough } from './walkthrough.ts';

test('each step of the walkthrough has a picture that VS Code shows in the colours of the theme', () => {
  const { steps } = walkthrough((_, english) => english);
  for (const { media } of steps) {
    const picture = readFileSync(join(root, media.svg), 'utf8');
    assert.match(picture, /var\(--vscode-editor-foreground/);
    assert.doesNotMatch(picture, /<style|style=|class=/, 'its Content Security Policy lets no styles through');
    assert.notEqual(media.altText, '');
  }
});
