import { type FromPage, fractionOf, lastPassed, type Shown, type ShownMark, type ToPage } from '../model.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const host = acquireVsCodeApi();
const element = <Kind extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as Kind;
const slider = element<HTMLInputElement>('slider');
const list = element('marks');

let shown: Shown | undefined;
/** The mark that the arrow keys are at. */
let active = -1;

/**
 * How many stops are expected that were asked for here: VS Code gives the focus to the editor at each. Never more
 * than the one on its way and the next, for a held key or a drag asks for more than are made.
 */
let expectedStops = 0;

/** The step that was asked for here last, until it is shown. */
let asked: number | undefined;

/** Milliseconds in which VS Code, when it is busy, may give the focus to the editor a second time for one stop. */
const lateness = 3000;
/** Until when that is expected; the mouse that leaves the page may be on its way to the editor, and ends it. */
let lateUntil = 0;
document.addEventListener('mouseleave', () => {
  lateUntil = 0;
  asked = undefined;
});

/** Milliseconds after which the focus is asked for once more: VS Code forgets that it was, where a blur comes to it late. */
const again = 250;
let asking = 0;
const takeFocusBack = () => {
  clearTimeout(asking);
  if (document.hasFocus() || performance.now() > lateUntil) return;
  host.postMessage({ kind: 'focusLost' });
  asking = window.setTimeout(takeFocusBack, again);
};

const goTo = (step: number) => {
  expectedStops = Math.min(2, expectedStops + 1);
  asked = step;
  host.postMessage({ kind: 'goTo', step });
};

const show = (now: Shown | undefined) => {
  const before = shown;
  shown = now;
  if (now && now.step === asked) {
    asked = undefined;
    // The focus may have gone before the stop came, and then no blur tells of it.
    if (!document.hasFocus()) lateUntil = performance.now() + lateness;
    takeFocusBack();
  }
  element('welcome').hidden = now !== undefined;
  element('run').hidden = now === undefined;
  if (!now) return;
  slider.min = String(now.first);
  slider.max = String(now.furthest);
  slider.value = String(now.step);
  slider.setAttribute('aria-valuetext', now.position);
  element('position').textContent = now.position;
  element('note').textContent = now.note;
  element('looking').textContent = now.looking;
  element<HTMLButtonElement>('start').disabled = now.step <= now.first;
  element<HTMLButtonElement>('back').disabled = now.step <= now.first;
  if (!isSame(before?.marks ?? [], now.marks)) list.replaceChildren(...now.marks.map(option));
  list.style.setProperty('--step', `${now.marks.at(-1)?.number.length ?? 1}ch`);
  element('ticks').replaceChildren(...now.marks.map((mark) => tick(mark, now)));
  activate(lastPassed(now.marks, now.step));
};

const isSame = (a: readonly ShownMark[], b: readonly ShownMark[]) =>
  a.length === b.length && a.every(({ step, label }, i) => step === b[i]?.step && label === b[i].label);

const option = ({ step, kind, number, label }: ShownMark, index: number) => {
  const row = document.createElement('div');
  row.id = `mark-${index}`;
  row.role = 'option';
  row.className = kind;
  const place = document.createElement('span');
  place.textContent = number;
  row.append(place, ' ', label);
  row.addEventListener('click', () => goTo(step));
  return row;
};

const tick = ({ step, kind }: ShownMark, run: Shown) => {
  const line = document.createElement('i');
  line.className = kind;
  line.style.setProperty('--at', String(fractionOf(step, run)));
  return line;
};

const activate = (index: number) => {
  list.children[active]?.setAttribute('aria-selected', 'false');
  active = index;
  const row = list.children[index];
  row?.setAttribute('aria-selected', 'true');
  row?.scrollIntoView({ block: 'nearest' });
  if (row) list.setAttribute('aria-activedescendant', row.id);
  else list.removeAttribute('aria-activedescendant');
};

slider.addEventListener('input', () => goTo(Number(slider.value)));

list.addEventListener('keydown', (event) => {
  const last = list.children.length - 1;
  const to: Readonly<Record<string, number>> = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: last };
  const index = to[event.key];
  if (index !== undefined) activate(Math.max(0, Math.min(last, index)));
  else if (event.key === 'Enter' || event.key === ' ') {
    const mark = shown?.marks[active];
    if (mark) goTo(mark.step);
  } else return;
  event.preventDefault();
});

const buttons: Readonly<Record<string, (run: Shown) => number>> = {
  start: ({ first }) => first,
  back: ({ step }) => step - 1,
  forward: ({ step }) => step + 1,
  end: ({ furthest }) => furthest,
};
for (const [id, stepFrom] of Object.entries(buttons)) {
  element(id).addEventListener('click', () => shown && goTo(stepFrom(shown)));
}
for (const kind of ['goToStep', 'debug'] as const) {
  element(kind).addEventListener('click', () => host.postMessage({ kind }));
}

/** What had the focus last. VS Code gives it to the page as a whole, and the page hands it on. */
let focused: HTMLElement = slider;
document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && target !== document.body) focused = target;
});
window.addEventListener('focus', () => {
  if (document.activeElement === document.body) focused.focus();
});
window.addEventListener('blur', () => {
  if (expectedStops > 0) {
    expectedStops--;
    lateUntil = performance.now() + lateness;
  }
  takeFocusBack();
});

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => show(data.shown));
host.postMessage({ kind: 'ready' });
