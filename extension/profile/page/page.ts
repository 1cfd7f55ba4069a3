import type { FromPage, Stretch, ToPage } from '../model.ts';
import { type Box, layout, neighbour, outermost } from './layout.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const host = acquireVsCodeApi();
const element = <Kind extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as Kind;
const graph = element('graph');
const search = element<HTMLInputElement>('search');
const rows = element<HTMLTableElement>('rows');
const toggle = element<HTMLButtonElement>('table');

let stretches: readonly Stretch[] = [];
let boxes: readonly Box[] = [];
/** The stretch that the keys are at. */
let active = 0;
/** Stretches that the search finds, in their order. */
let found: readonly number[] = [];

const show = ({ stretches: now, title, focus }: ToPage) => {
  stretches = now;
  element('title').textContent = title;
  rows.tBodies[0]?.replaceChildren(...stretches.map(tableRow));
  active = focus;
  zoom(focus);
  find();
};

const zoom = (index: number) => {
  boxes = layout(stretches, index);
  const hadFocus = graph.contains(document.activeElement);
  graph.replaceChildren(...boxes.map(item));
  const depth = boxes.reduce((most, { row }) => Math.max(most, row), 0);
  graph.style.setProperty('--rows', String(depth + 1));
  element<HTMLButtonElement>('reset').disabled = index === 0;
  activate(index, hadFocus);
  find();
};

const item = ({ index, left, width, row }: Box) => {
  const stretch = stretches[index];
  const box = document.createElement('div');
  box.id = `stretch-${index}`;
  box.role = 'treeitem';
  box.tabIndex = -1;
  box.className = stretch?.heat ? `heat${stretch.heat}` : '';
  box.textContent = width > 0.015 ? (stretch?.name ?? '') : '';
  box.title = stretch?.label ?? '';
  box.ariaLabel = stretch?.label ?? '';
  box.ariaLevel = String(row + 1);
  box.style.setProperty('--left', String(left));
  box.style.setProperty('--width', String(width));
  box.style.setProperty('--row', String(row));
  box.addEventListener('click', () => {
    activate(index, true);
    zoom(index);
  });
  box.addEventListener('dblclick', () => goTo(index));
  box.addEventListener('focus', () => activate(index, false));
  box.addEventListener('mouseenter', () => tell(index));
  box.addEventListener('mouseleave', () => tell(active));
  return box;
};

const activate = (index: number, withFocus: boolean) => {
  const before = document.getElementById(`stretch-${active}`);
  before?.setAttribute('tabindex', '-1');
  before?.setAttribute('aria-selected', 'false');
  active = index;
  const now = document.getElementById(`stretch-${index}`);
  now?.setAttribute('tabindex', '0');
  now?.setAttribute('aria-selected', 'true');
  if (withFocus) now?.focus();
  element<HTMLButtonElement>('goTo').disabled = stretches[index]?.place === undefined;
  tell(index);
};

const tell = (index: number) => {
  element('detail').textContent = stretches[index]?.label ?? '';
};

const goTo = (index: number) => {
  if (stretches[index]?.place !== undefined) host.postMessage({ kind: 'goTo', index });
};

/** Goes to a stretch, where it is too narrow to be seen by showing what called it, or itself. */
const reveal = (index: number) => {
  const isDrawn = () => boxes.some((box) => box.index === index);
  if (!isDrawn()) zoom(Math.max(0, stretches[index]?.parent ?? 0));
  if (!isDrawn()) zoom(index);
  activate(index, true);
};

const find = () => {
  const wanted = search.value.trim().toLowerCase();
  const isFound = ({ name, place }: Stretch) => `${name} ${place ?? ''}`.toLowerCase().includes(wanted);
  found = wanted === '' ? [] : stretches.flatMap((stretch, index) => (isFound(stretch) ? [index] : []));
  const all = new Set(found);
  for (const { index } of boxes) document.getElementById(`stretch-${index}`)?.classList.toggle('found', all.has(index));
  for (const [index, row] of [...(rows.tBodies[0]?.rows ?? [])].entries())
    row.classList.toggle('found', all.has(index));
  const width = outermost(stretches, found).reduce((sum, index) => sum + (stretches[index]?.width ?? 0), 0);
  const status = element('found');
  const { found: some = '', nothing = '' } = status.dataset;
  const text = found.length === 0 ? nothing : some.replace('{0}', String(found.length)).replace('{1}', percent(width));
  status.textContent = wanted === '' ? '' : text;
};

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

const tableRow = ({ depth, name, kind, place, own, total, share, times }: Stretch, index: number) => {
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.style.setProperty('--depth', String(Math.min(depth, 12)));
  head.textContent = name;
  const where = document.createElement('td');
  if (place !== undefined) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = place;
    button.addEventListener('click', () => goTo(index));
    where.append(button);
  }
  const cells = [own, total, share, times].map((text) => {
    const cell = document.createElement('td');
    cell.className = 'number';
    cell.textContent = text;
    return cell;
  });
  const kindCell = document.createElement('td');
  kindCell.textContent = kind;
  row.append(head, kindCell, where, ...cells);
  return row;
};

graph.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const next = neighbour(stretches, boxes, active, event.key);
  if (next !== undefined) activate(next, true);
  else if (event.key === 'Enter' || event.key === ' ') zoom(active);
  else if (event.key === 'Escape') zoom(0);
  else if (event.key.toLowerCase() === 'g') goTo(active);
  else return;
  event.preventDefault();
});

search.addEventListener('input', find);
search.addEventListener('keydown', ({ key }) => {
  const [first] = found;
  if (key === 'Enter' && first !== undefined) reveal(first);
});
element('reset').addEventListener('click', () => zoom(0));
element('goTo').addEventListener('click', () => goTo(active));
toggle.addEventListener('click', () => {
  rows.hidden = !rows.hidden;
  for (const id of ['graph', 'keys', 'detail']) element(id).hidden = !rows.hidden;
  toggle.textContent = (rows.hidden ? toggle.dataset.table : toggle.dataset.graph) ?? '';
});

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => show(data));
host.postMessage({ kind: 'ready' });
