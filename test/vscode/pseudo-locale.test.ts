import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { engines } from '../../engines/list.ts';
import { samples } from '../../tools/paths.ts';
import { extensionHost, launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { makePseudoExtension, outsideBrackets, type PseudoExtension, pseudoLocale } from './pseudo-locale.ts';
import { until } from './until.ts';

const file = 'counter.easm';
/** A line of the sample. */
const breakpoint = 20;

let workspace: Workspace;
let extension: PseudoExtension;
let window: Window;
/** Words that are the same in every language: what the program itself says, and what things are called. */
let names: ReadonlySet<string>;

const wordsOf = (text: string) => (text.match(/[A-Za-z][a-z]{2,}/g) ?? []).map((word) => word.toLowerCase());

before(async () => {
  const source = await readFile(join(samples, 'evm', file), 'utf8');
  names = new Set([
    ...['gaslamp', 'easm'],
    // A hover quotes the line of a definition, comment and all.
    ...wordsOf(source.replace(/^(?!#define)(.*?);.*/gm, '$1')),
    ...engines.flatMap(({ name, costUnit, instructions, versions }) => [
      ...[name, costUnit].flatMap(wordsOf),
      ...versions.flatMap(({ id, name }) => [id, ...wordsOf(name)]),
      ...instructions.flatMap(({ mnemonic, takes, leaves, source }) =>
        [mnemonic, ...takes, ...leaves, source].flatMap(wordsOf),
      ),
    ]),
  ]);
  workspace = await makeWorkspace([join(samples, 'evm', file)], {
    'wrong.easm': 'push\njump\nsloat\nstop\n',
    'wrong.gaslamp.json': '{ "block": { "number": "many" } }',
  });
  extension = await makePseudoExtension();
  window = await launch({
    workspace: workspace.folder,
    extension: extension.folder,
    language: pseudoLocale,
    userSettings: { 'editor.codeLens': true, 'editor.inlayHints.enabled': 'on' },
  });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
  await extension?.remove();
});

/** Fails on each text with a word that is neither in brackets nor a name; at least one text must be there. */
const areTranslated = (texts: readonly string[]) => {
  const shown = texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  assert.ok(
    shown.some((text) => text.includes('⟦')),
    `Nothing of ours is in ${JSON.stringify(shown)}`,
  );
  const forgotten = shown.filter((text) => wordsOf(outsideBrackets(text)).some((word) => !names.has(word)));
  assert.deepEqual(forgotten, []);
};

/** The texts of the elements, once there are some. */
const seen = (what: string, selector: string): Promise<string[]> =>
  until(
    what,
    () => window.page.locator(selector).filter({ visible: true }).allInnerTexts(),
    (texts) => texts.length > 0,
  );

/** All that a page of ours shows and says, piece by piece. */
const pageTexts = (element: string): Promise<string[]> =>
  until(
    `the page with ${element}`,
    async () => {
      for (const frame of window.page.frames()) {
        if (!(await frame.$(element).catch(() => null))) continue;
        return frame.evaluate<string[]>(`[...document.querySelectorAll('body *')].flatMap((each) => [
          ...[...each.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data),
          ...['aria-label', 'title', 'placeholder', 'aria-valuetext'].map((name) => each.getAttribute(name) ?? ''),
        ])`);
      }
      return [];
    },
    (texts) => texts.length > 0,
  );

/** A title of the manifest. */
const titled = (english: string) => (extensionHost === 'web' ? english : `⟦${english}⟧`);

const inManifest = { skip: extensionHost === 'web' && 'in a browser VS Code translates no manifest that is developed' };

test('commands', inManifest, async () => {
  const ofVSCode = /Focus on (⟦.*⟧) View/;
  const commands = (await window.commands('Gaslamp')).filter((command) => command.startsWith('Gaslamp'));
  areTranslated(commands.map((command) => command.replace(ofVSCode, '$1')));
});

test('the walkthrough', inManifest, async () => {
  await window.command('Welcome: Open Walkthrough...');
  await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Gaslamp' }).click();
  await window.page.locator('.step-title', { hasText: '⟦' }).first().waitFor();
  const texts = '.getting-started-category-description, .step-title, .step-description';
  areTranslated(await seen('its texts', texts));
});

test('what can be hovered', async () => {
  await window.openFile(file);
  for (const word of ['sload', 'COUNT']) areTranslated([await window.editor.hover(breakpoint, word)]);
});

test('what stands above the lines', async () => {
  areTranslated(await seen('code lenses', '.codelens-decoration a'));
});

test('problems', async () => {
  await window.openFile('wrong.easm');
  const rows = await until(
    'problems',
    () => window.problems(),
    (rows) => rows.some((row) => row.includes('SLOAD')),
  );
  areTranslated(
    rows.filter((row) => row.startsWith('Error: ')).map((row) => row.replace(/^Error: | at line .*$/gs, '')),
  );
});

test('what is wrong in a scenario', async () => {
  await window.openFile('wrong.gaslamp.json');
  const rows = await until(
    'the problem',
    () => window.problems(),
    (all) => all.some((row) => row.includes('2^64')),
  );
  const ours = rows.filter((row) => row.includes('2^64'));
  areTranslated(ours.map((row) => row.replace(/^Warning: | at line .*$/gs, '')));
});

test('completions and what is said of them', async () => {
  await window.openFile('wrong.easm');
  await window.editor.goToLine(5);
  await window.type('sl');
  const documentation = window.page.locator('.suggest-details .docs');
  // The same key opens the list, and then opens and closes what is said of an entry.
  const open = async () => {
    await window.press('ControlOrMeta+Space');
    const texts = () => documentation.allInnerTexts();
    return until('the documentation', texts, (all) => all.some((text) => text !== ''), 3000).catch(() => []);
  };
  areTranslated(await until('the documentation', open, (texts) => texts.length > 0));
  await window.press('Escape');
  for (const _ of 'sl') await window.press('Backspace');
  await window.press('ControlOrMeta+s');
});

test('what is asked before a run', async () => {
  await window.openFile(file);
  await window.editor.toggleBreakpoint(breakpoint);
  await window.press('F5');
  const rows = window.page.locator('.quick-input-list .monaco-list-row').filter({ visible: true });
  await rows.first().waitFor();
  const { title, placeholder } = await window.page.locator('.quick-input-widget').evaluate((widget) => ({
    title: widget.querySelector('.quick-input-title')?.textContent ?? '',
    placeholder: widget.querySelector('input')?.getAttribute('placeholder') ?? '',
  }));
  areTranslated([title, placeholder, ...(await rows.allInnerTexts())]);
  await window.choose('increment');
  await window.debug.stopped();
  await window.editor.stopsAt(breakpoint);
});

test('the Debug view', async () => {
  areTranslated(await seen('scopes', '.debug-variables .scope'));
  areTranslated(await seen('events to stop at', '.debug-breakpoints .exception .name'));
});

test('the Debug Console', async () => {
  await window.command('Debug Console: Focus on Debug Console View');
  for (const expression of ['help', 'explain()', 'nonsense']) await window.debug.evaluate(expression);
  const answers = await until(
    'three answers',
    () => window.page.locator('.repl .evaluation-result').allInnerTexts(),
    (texts) => texts.length >= 3,
  );
  const examples = /^\S+( .. 8 - 1)? {2}/;
  areTranslated(answers.flatMap((answer) => answer.split('\n')).map((line) => line.replace(examples, '')));
});

test('the Execution view', async () => {
  await window.command(`Gaslamp: Focus on ${titled('Execution')} View`);
  areTranslated(await pageTexts('#marks > [role=option]'));
  areTranslated(await seen('the status bar', '.part.statusbar .statusbar-item[id*="gaslamp"]'));
});

test('the card at the end', async () => {
  await window.command('Debug: Continue');
  const lines = await until(
    'the card',
    () => window.debug.console(),
    (all) => all.some((line) => line.includes('storage[0x0]')),
  );
  areTranslated(lines.slice(lines.findIndex((line) => line.includes('nonsense')) + 2));
  await window.command('Debug: Stop');
  await window.debug.ended();
});

test('the profile, its view and its flame graph', async () => {
  await window.openFile(file);
  await window.command(`Gaslamp: ${titled('Profile')}`);
  await window.choose('increment');
  areTranslated(
    await until(
      'the notification',
      () => window.notifications(),
      (all) => all.length > 0,
    ),
  );
  await window.command(`Gaslamp: ${titled('Open Flame Graph')}`);
  areTranslated(await pageTexts('#graph > [role=treeitem]'));
  await window.command(`Gaslamp: Focus on ${titled('Profile')} View`);
  areTranslated(await seen('the rows', '.pane-body .monaco-list-row:has(.label-name)'));
});

test('the samples', async () => {
  await window.command(`Gaslamp: ${titled('Open Samples')}`);
  const samplesOf = async () =>
    (await seen('the list', '.quick-input-list .monaco-list-row')).filter((text) => /⟦Counter⟧/.test(text));
  areTranslated(await until('the samples', samplesOf, (texts) => texts.length > 0));
  await window.press('Escape');
});
