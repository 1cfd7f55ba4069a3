import type { Locator, Page } from 'playwright-core';
import { dialogMessage, labels, notificationMessages } from './rows.ts';
import { until } from './until.ts';

/** One row of the Variables or the Watch view. */
export type VariableRow = { name: string; value: string };

/** The views of a debug session. */
export class DebugViews {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Waits until a session stands still with a frame to look at, and returns the call stack.
   * @throws Error with what VS Code says instead.
   */
  async stopped(): Promise<string[]> {
    const read = async () => ({
      // The call stack of a session that runs on stays on the screen for a while; the button does not.
      frames: (await this.#page.locator('.debug-toolbar .codicon-debug-continue').isVisible())
        ? await this.callStack()
        : [],
      dialog: await dialogMessage(this.#page),
      notifications: await notificationMessages(this.#page),
    });
    const { frames, dialog } = await until(
      'a session that is stopped',
      read,
      (seen) => seen.frames.length > 0 || !!seen.dialog,
    );
    if (dialog) throw new Error(`The session does not stop: VS Code says "${dialog}".`);
    return frames;
  }

  /** Waits until no session is left, for so many milliseconds if it is said. */
  async ended(timeout?: number): Promise<void> {
    await this.#page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout });
  }

  /** The frames shown, innermost first, as a screen reader says them: `Stack Frame main, line 3, counter.easm`. */
  callStack(): Promise<string[]> {
    return labels(this.#page.locator('.debug-call-stack .monaco-list-row:has(.stack-frame)'));
  }

  /** The rows shown in the Variables view, scopes included (these have no value). */
  async variables(): Promise<VariableRow[]> {
    const rows = await this.#page.locator('.debug-variables .monaco-list-row').all();
    return Promise.all(rows.map(readVariable));
  }

  /** Closes the views around that of the variables. */
  async makeRoomForVariables(): Promise<void> {
    for (const view of ['Watch', 'Call Stack', 'Loaded Scripts', 'Breakpoints']) {
      const head = this.#page.locator('.pane-header').filter({ hasText: view }).first();
      if ((await head.getAttribute('aria-expanded')) === 'true') await head.click();
    }
  }

  /** Opens a scope or a variable in the Variables view. */
  expand(name: string): Promise<void> {
    return this.#turn(name, 'true');
  }

  /** Closes a scope or a variable, which makes room for those below it. */
  fold(name: string): Promise<void> {
    return this.#turn(name, 'false');
  }

  async #turn(name: string, expanded: 'true' | 'false'): Promise<void> {
    const row = this.#variable(name);
    await row.waitFor();
    const isSo = async () => (await row.getAttribute('aria-expanded')) === expanded;
    const turn = async () => {
      if (await isSo()) return true;
      await row.locator('.monaco-tl-twistie').click();
      return until(`${name} to turn`, isSo, Boolean, 2000).catch(() => false);
    };
    // A click is lost when the view is drawn anew at that moment, which it is soon after each stop.
    await until(`${name} to turn`, turn, Boolean);
  }

  /** Waits until a visible variable has this value. */
  async variableIs(name: string, value: string | RegExp): Promise<void> {
    const matches = (row: VariableRow) =>
      row.name === name && (typeof value === 'string' ? row.value === value : value.test(row.value));
    await until(
      `${name} = ${value}`,
      () => this.variables(),
      (rows) => rows.some(matches),
    );
  }

  /** The lines of the Debug Console. */
  console(): Promise<string[]> {
    return this.#page.locator('.repl .monaco-list-row').allInnerTexts();
  }

  /** Types an expression into the Debug Console. */
  async evaluate(expression: string): Promise<void> {
    await this.#page.locator('.repl-input-wrapper .native-edit-context').focus();
    await this.#page.keyboard.type(expression);
    await this.#page.keyboard.press('Enter');
  }

  #variable(name: string): Locator {
    const rows = this.#page.locator('.debug-variables .monaco-list-row');
    const names = this.#page.locator('.name, .scope');
    // Behind the name of a variable stands what leads to its value.
    const named = names.getByText(name, { exact: true }).or(names.getByText(`${name} =`, { exact: true }));
    return rows.filter({ has: named }).first();
  }
}

async function readVariable(row: Locator): Promise<VariableRow> {
  const name = (await row.locator('.name, .scope').allInnerTexts())[0] ?? '';
  const value = (await row.locator('.value').allInnerTexts())[0] ?? '';
  return { name: name.replace(/\s*[:=]?\s*$/, ''), value };
}
