import { grouped } from '../engines/digits.ts';
import { t } from '../engines/translate.ts';

export const notInitialized = (method: string) =>
  t('{0} came before "initialize"; a client sends "initialize" first and waits for the answer.', method);

export const alreadyInitialized = () => t('The server is initialized already; "initialize" is sent once.');

export const shutDown = (method: string) => t('{0} came after "shutdown"; only "exit" may follow.', method);

export const callsForgotten = () =>
  t('It is not known any more what this call was; start the debugger again to be asked anew.');

export const unknownCall = (id: string) => t('There is no call "{0}" in this file; start the debugger again.', id);

export const cancelled = () => t('The client cancelled the request.');

export const requestFailed = (method: string, reason: string) =>
  t('{0} failed because of a mistake in Gaslamp: {1} Please report it, with the text it happened on.', method, reason);

export const wrongParameter = (path: string, expected: string, found: string) =>
  t('The parameter {0} should be {1}, but is {2}.', path, expected, found);

/** What a parameter is, or should be. */
export const words = {
  missing: () => t('missing'),
  integer: () => t('a whole number'),
  natural: () => t('zero or more'),
  kind: (kind: string) =>
    ({
      string: t('a string'),
      number: t('a number'),
      boolean: t('true or false'),
      list: t('a list'),
      object: t('an object'),
    })[kind] ?? kind,
};

export const notOpen = (uri: string) =>
  t('{0} was changed, but is not open; a client sends "textDocument/didOpen" first.', uri);

export const unknownVersion = (key: string, value: string, known: readonly string[], used: string) =>
  t('The setting "{0}" is {1}, but takes one of {2}; {3} is used.', key, value, known.join(', '), used);

export const settingsUnavailable = (reason: string) =>
  t('The client did not tell its settings, so the defaults hold: {0}', reason);

export const sourcesUnavailable = (reason: string) =>
  t('The client did not tell the files of the workspace, so only names in open texts are found: {0}', reason);

export const refreshRefused = (method: string, reason: string) =>
  t('The client did not follow {0}, so what it shows may be stale until the next edit: {1}', method, reason);

export const problemsUnknown = (reason: string) =>
  t('What is wrong in a text could not be found out, because of a mistake in Gaslamp: {0} Please report it.', reason);

export const moreProblems = (count: number) =>
  t('{0} more problems are not shown; solve some of those above first.', grouped(count));

export const notRenamable = () =>
  t('There is no name here that is defined in this text; put the cursor on a label, a constant or a macro.');

export const nameInUse = (name: string) =>
  t('"{0}" cannot be the new name: it is in use in this text; take another.', name);

export const noName = (name: string) =>
  t('"{0}" cannot be the new name: it is no name in this language; take a plain word.', name);

export const nameMeansElse = (name: string) =>
  t('"{0}" cannot be the new name: with it the text would make other code; take another.', name);

export const symbolKind = (kind: 'label' | 'constant' | 'macro' | 'parameter') =>
  ({ label: t('label'), constant: t('constant'), macro: t('macro'), parameter: t('parameter') })[kind];

export const definedAt = (line: string) => t('defined on {0}', line);

export const line = (number: number) => t('line {0}', number);

export const uses = (count: number) =>
  count === 0 ? t('not used') : count === 1 ? t('used once') : t('used {0} times', grouped(count));

export const since = (version: string) => t('since {0}', version);

export const costIn = (amount: string, version: string) => t('{0} in {1}', amount, version);

export const removedIn = (version: string) => t('removed in {0}', version);

export const notYet = (version: string, since: string) => t('**Not in {0}**: it came with {1}.', version, since);

export const gone = (version: string, since: string) => t('**Not in {0}**: it was removed in {1}.', version, since);

export const sinceThen = (version: string, text: string) => t('Since {0}: {1}', version, text);

export const againAs = (version: string, earlier: string, text: string) =>
  t('Since {0}, again as in {1}: {2}', version, earlier, text);

export const insteadIn = (versions: string, text: string) => t('In {0} write {1}.', versions, text);

export const becomes = () => t('Here it becomes:');

export const reads = (names: string) => t('reads {0}', names);

export const writes = (names: string) => t('writes {0}', names);

export const insertAt = (word: string, label: string) => t('Insert {0} at "{1}"', word, label);

export const changeTo = (text: string) => t('Change to {0}', text);

export const wrongStackComment = (height: number, listed: number) =>
  height === 1
    ? t('The stack holds 1 item after this instruction, and the comment lists {0}.', listed)
    : t('The stack holds {0} items after this instruction, and the comment lists {1}.', height, listed);

export const unreachable = (place: string) =>
  t('No path leads here: what stands before {0} never goes on to it, and nothing jumps here.', place);

export const placeHint = (uses: number) =>
  uses > 1 ? t('Where it lies in the code; it is there {0} times.', uses) : t('Where it lies in the code.');

export const costHint = (amount: string, unit: string, version: string, more: boolean) =>
  more
    ? t('{0} {1} in {2}, and more by what it does; the hover says for what.', amount, unit, version)
    : t('{0} {1} in {2}.', amount, unit, version);

export const heightHint = (height: number) =>
  height === 1 ? t('1 item on the stack after this.') : t('{0} items on the stack after this.', height);

export const noHeight = () => t('How high the stack is here is not known, or differs from path to path.');

export const openJump = () => t('Where it goes is not known before it runs.');

export const moreTargets = (count: number) => t('… and {0} more', count);

export const blockCost = (amount: string, unit: string, more: boolean) =>
  more ? t('block {0}+ {1}', amount, unit) : t('block {0} {1}', amount, unit);

export const blockHint = (more: boolean) =>
  more
    ? t('What the instructions from here to the next jump or target cost at least; some cost more by what they do.')
    : t('What the instructions from here to the next jump or target cost at least.');

export const runIt = () => t('Run');

export const debugIt = () => t('Debug');

export const profileIt = () => t('Profile');

export const startOfCode = () => t('start');

export const goesAnywhere = () => t('**Jumps** to a place that is not known before it runs.');

export const goesTo = (places: string, open: boolean) =>
  open
    ? t('**Jumps** to {0}, or to a place that is not known before it runs.', places)
    : t('**Jumps** to {0}.', places);

export const partOfGroup = (name: string) => t('It runs as one step with others: {0}.', name);

export const runsAsOne = (name: string, count: number, amount: string, unit: string, isFirst: boolean) =>
  isFirst
    ? count === 2
      ? t('**{0}**: one step together with the next instruction, for {1} {2}.', name, amount, unit)
      : t('**{0}**: one step together with the next {1} instructions, for {2} {3}.', name, count - 1, amount, unit)
    : t('**{0}**: a part of the step of an instruction before it, which pays for all.', name);

export const comesFrom = (lines: string) => t('**Jumped to** from {0}.', lines);

export const andMore = (items: string, count: number) => t('{0} and {1} more', items, count);

export const bytes = (count: number) => t('{0} bytes', grouped(count));

export const expandsTo = () => t('Here it stands for:');

export const moreLines = (count: number) => t('… and {0} more lines.', grouped(count));

export const isGiven = (listed: string, more: number) =>
  more > 0 ? t('Is given {0} and {1} more.', listed, grouped(more)) : t('Is given {0}.', listed);

/** The reference page of an engine. */
export const referenceTitle = (engine: string) => t('Instructions of {0}', engine);
export const referenceIntro = (instructions: number, versions: number, oldest: string, newest: string) =>
  t('{0} instructions in {1} versions, {2} to {3}, as Gaslamp runs them.', instructions, versions, oldest, newest);
export const referenceMeaning = () => t('What they do');
export const referenceCosts = (unit: string) => t('{0} by version', unit);
export const referenceSigns = () =>
  t('`·` is not there yet, or not any more; `+` has more charged on top, as told below.');
export const referenceExtra = () => t('What is charged on top');
export const encoding = () => t('Encoding');
export const instruction = () => t('Instruction');
export const effect = () => t('Takes → leaves');
export const meaning = () => t('What it does');
export const specified = () => t('Since, specified in');
