import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** A text editor, through its pixels: lines are numbered from 1, and only what is scrolled into view can be read. */
export class Editor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until the editor takes the keyboard. */
  async focused(): Promise<void> {
    await this.#part('.view-overlays.focused').waitFor({ state: 'attached' });
  }

  /** Moves the cursor to a line and scrolls there. */
  async goToLine(line: number): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+p');
    await this.#page.locator('.quick-input-widget .quick-input-box input').fill(`:${line}`);
    await this.#page.keyboard.press('Enter');
    await this.#part('.line-numbers.active-line-number').getByText(String(line), { exact: true }).waitFor();
  }

  /** The text of a visible line, inlay hints and inline values included. */
  async line(line: number): Promise<string> {
    const text = await this.#part(`.view-line${await this.#besides(line)}`).textContent();
    return plainSpaces(text ?? '');
  }

  /** The visible text, line by line. */
  async text(): Promise<string> {
    const shown = await this.#part('.margin-view-overlays .line-numbers').allInnerTexts();
    const numbers = shown.filter(Boolean).map(Number);
    numbers.sort((a, b) => a - b);
    return (await Promise.all(numbers.map((number) => this.line(number)))).join('\n');
  }

  /**
   * Rests the mouse on a word of a visible line and returns what the hover says.
   * As a person would, it points again when nothing shows: a language server may still be starting.
   */
  async hover(line: number, word: string): Promise<string> {
    const wanted = `a hover on ${word} in line ${line}`;
    const hovers = this.#page.locator('.monaco-resizable-hover .monaco-hover:not(.hidden), .debug-hover-widget');
    const read = async () => plainSpaces((await hovers.filter({ visible: true }).allInnerTexts()).join('\n').trim());
    const speaks = (said: string) => said !== '' && !said.startsWith('Loading');
    const point = async () => {
      await this.#page.mouse.move(0, 0);
      const { x, y } = await this.#centreOf(line, word);
      await this.#page.mouse.move(x, y);
      return until(wanted, read, speaks, 2000).catch(() => '');
    };
    return until(wanted, point, speaks);
  }

  /** Sets a breakpoint on a line, or removes it, by a click into the margin; waits until the dot has come or gone. */
  async toggleBreakpoint(line: number): Promise<void> {
    const before = await this.hasBreakpoint(line);
    const numbers = await box(this.#lineNumber(line));
    const margin = await box(this.#part('.glyph-margin'));
    await this.#page.mouse.click(margin.x + margin.width / 2, numbers.y + numbers.height / 2);
    const now = before ? 'no breakpoint' : 'a breakpoint';
    await until(
      `${now} on line ${line}`,
      () => this.hasBreakpoint(line),
      (has) => has !== before,
    );
  }

  async hasBreakpoint(line: number): Promise<boolean> {
    const dots = this.#part(`.glyph-margin-widgets [class*="codicon-debug-breakpoint"]${await this.#besides(line)}`);
    return (await dots.count()) > 0;
  }

  /** The line at which the debugger stands, if it is in view. */
  async stoppedLine(): Promise<number | undefined> {
    const marks = this.#part('.view-overlays > div').filter({ has: this.#page.locator('.debug-top-stack-frame-line') });
    const style = await marks.evaluateAll(([mark]) => mark?.getAttribute('style') ?? '');
    if (style === '') return undefined;
    const number = await this.#part(`.margin-view-overlays > div${sameTop(style)} .line-numbers`).allInnerTexts();
    return number[0] ? Number(number[0]) : undefined;
  }

  /** Waits until the debugger stands at a line. */
  async stopsAt(line: number): Promise<void> {
    await until(
      `the debugger at line ${line}`,
      () => this.stoppedLine(),
      (stopped) => stopped === line,
    );
  }

  #part(selector: string): Locator {
    return this.#page.locator(`.editor-group-container.active .editor-instance ${selector}`);
  }

  #lineNumber(line: number): Locator {
    return this.#part('.margin-view-overlays .line-numbers').getByText(String(line), { exact: true });
  }

  /** A selector for what is drawn on a line. */
  async #besides(line: number): Promise<string> {
    return sameTop((await this.#lineNumber(line).locator('..').getAttribute('style')) ?? '');
  }

  /** Waits for a token with this word in it, and says where its middle is on the screen. */
  async #centreOf(line: number, word: string): Promise<{ x: number; y: number }> {
    const spans = this.#part(`.view-line${await this.#besides(line)} span:not(:has(span))`);
    // Text and box are read at one moment: the editor draws a line anew when its colours arrive.
    const read = () =>
      spans.evaluateAll((each) =>
        each.map((span) => ({ text: span.textContent ?? '', box: span.getBoundingClientRect().toJSON() })),
      );
    const holdsWord = ({ text }: { text: string }) => plainSpaces(text).includes(word);
    const tokens = await until(`${word} in line ${line}`, read, (tokens) => tokens.some(holdsWord));
    const { text, box } = tokens.find(holdsWord)!;
    const middle = (plainSpaces(text).indexOf(word) + word.length / 2) / text.length;
    return { x: box.x + box.width * middle, y: box.y + box.height / 2 };
  }
}

/**
 * A selector for what has the same top as a style says. The editor draws a line as several boxes, one in each layer:
 * `top:38px;`, or `top: 38px;` once it was moved, by a code lens above it, say.
 */
function sameTop(style: string): string {
  const [, top] = /top: ?([\d.]+px);/.exec(style) ?? [];
  return `:is([style*="top:${top};"], [style*="top: ${top};"])`;
}

async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await locator.first().waitFor({ state: 'attached' });
  const found = await locator.first().boundingBox();
  if (!found) throw new Error(`${locator} is not on the screen.`);
  return found;
}

/** The editor shows spaces as no-break spaces. */
function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
