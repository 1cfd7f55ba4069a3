import { grouped } from '../engines/digits.ts';
import { t, tableText } from '../engines/translate.ts';

export const wrongArgument = (path: string, expected: string, found: string) =>
  path === ''
    ? t('The request needs arguments: {0} is expected, but they are {1}.', expected, found)
    : t('"{0}" should be {1}, but is {2}.', path, expected, found);

/** What an argument is, or should be. */
export const words = {
  missing: () => t('missing'),
  string: () => t('a string'),
  boolean: () => t('true or false'),
  integer: () => t('a whole number'),
  integerFrom: (least: number) => t('a whole number from {0} on', grouped(least)),
  list: () => t('a list'),
  object: () => t('an object'),
  or: (choices: readonly string[]) => choices.map((each) => `"${each}"`).join(t(' or ')),
};

export const unknownRequest = (command: string) => t('The debugger does not know the request "{0}".', command);

export const noRequest = () =>
  t('A message that is no request was passed over; the debugger expects requests of the Debug Adapter Protocol.');

export const brokenFrame = () =>
  t('A broken message was passed over; the debugger goes on with the next that has a header and is JSON.');

export const frameTooLong = (bytes: number) =>
  t('A message of {0} bytes was passed over, because it is too long.', grouped(bytes));

export const mistake = (doing: string, reason: unknown) =>
  t(
    '{0} failed because of a mistake in Gaslamp: {1} Please report it, with the program it happened on.',
    doing,
    reason instanceof Error ? reason.message : String(reason),
  );

export const theRun = () => t('The run');

export const theProfile = () => t('The profile');

export const onlyFiles = () => t('outside VS Code only files on this computer can be read.');

export const wrongPort = (found: string) => t('"--port" takes a number from 0 to 65535, but is "{0}".', found);

export const notLaunched = (command: string) =>
  t('"{0}" came before a program was launched; a client sends "launch" first.', command);

export const launchedAlready = () =>
  t('This session has a program already; restart it, or start another session for another program.');

export const sessionOver = () => t('This debug session is over; start it again.');

export const isRunning = () => t('The program is running; pause it first.');

export const unreadable = (name: string, reason: unknown) => {
  const text = reason instanceof Error ? reason.message : String(reason);
  return text.includes('ENOENT')
    ? t('There is no file {0}; correct its name or its folder where it is named.', name)
    : t('{0} cannot be read: {1}', name, text.replace(/\.?$/, '.'));
};

export const ownVersion = (reason: string, setting: string) =>
  t('{0} Choose another with "version" or the setting "{1}".', reason, setting);
export const brokenListingUri = () => t('This is no address of a listing; open the listing again.');

export const listingOrigin = (code: string) => t('listing of {0}', code);

export const codeNotMet = () => t('This debug session has not met that code yet.');

export const noContent = (name: string) => t('{0} is a file of yours; the debugger has no text for it.', name);

export const unknownSource = (reference: number) => t('There is no source {0} in this debug session.', reference);

export const noStatement = () => t('No instruction stands on this line or below it.');

export const notPartOfProgram = () => t('The program that is debugged has no code from this file.');

export const noSourceLines = () =>
  t(
    'Of the program that is debugged no source lines are known; build it with debug information (-g), or set breakpoints in its listing.',
  );

export const builtElsewhere = (name: string, known: string) =>
  t(
    'The program that is debugged was built from another {0}: {1}. If it is the same, say so with "sourceMap" in the launch configuration.',
    name,
    known,
  );

export const movedToHead = (instruction: string) =>
  t('Moved to "{0}", because both run in one step; it stops here only where a jump leads here.', instruction);

export const unknownPlaceName = (name: string, near: string | undefined) =>
  near === undefined
    ? t('No label or macro is called "{0}"; write one, or the offset of an instruction: 0x1f.', name)
    : t('No label or macro is called "{0}"; "{1}" is close to it.', name, near);

export const addressForm = (text: string) => t('An address is a number such as 0x100000004, but this is "{0}".', text);

export const noCodeAt = (address: string) => t('No code lies at {0}.', address);

export const hitConditionForm = (text: string) =>
  t('"{0}" says nothing about a number of hits; write for example 5, >= 5 or % 3.', text);

export const loneBrace = (brace: string) =>
  t('"{0}" stands alone; expressions stand in {braces}, and a brace that is meant as such is doubled.', brace);

/** Shown where a client asks for the condition of an event. */
export const conditionDescription = () => t('An expression that must not be 0, such as stack[0] == 1');

export const conditionFailed = (condition: string, reason: string) =>
  t('The condition "{0}" could not be evaluated: {1}', condition, reason);

export const unknownDataId = (id: string) =>
  t('"{0}" names nothing that can be watched; choose it among the variables again.', id);

/** A location that no expression means here. */
export const placeIn = (key: string, space: string) => t('place {0} of {1}', key, space);

/** Something to watch, and the space it lies in, which may stand in its name already. */
export const watchable = (name: string, space: string) => (name.endsWith(space) ? name : t('{0} in {1}', name, space));

export const notWatchable = (name: string) =>
  t('"{0}" cannot be watched: it is computed, or given from outside; watch what it comes from.', name);

export const addressOfBytes = (address: string) =>
  t('"{0}" is no address of bytes here; write a number, and how many bytes.', address);

/** What a data breakpoint waits for. */
export const watched = (place: string, on: 'read' | 'write' | 'both') => {
  if (on === 'both') return t('Stops after {0} is read or written.', place);
  return on === 'read' ? t('Stops after {0} is read.', place) : t('Stops after {0} is written.', place);
};

/** `SSTORE in CALL 0x5fbd…`; either may be missing. */
export const doer = (instruction: string, frame: string) =>
  instruction === '' || frame === '' ? instruction || frame : t('{0} in {1}', instruction, frame);

export const readBy = (place: string, by: string, value: string | undefined) =>
  value === undefined ? t('{0} read by {1}', place, by) : t('{0} read by {1}: {2}', place, by, value);

export const written = (place: string, by: string, before: string | undefined, after: string | undefined) =>
  before === undefined && after === undefined
    ? t('{0} written by {1}', place, by)
    : t('{0} written by {1}: {2} → {3}', place, by, before ?? t('nothing'), after ?? t('nothing'));

export const waitsForCode = () => t('Waits for its code to run.');

export const staleHandle = () => t('The program has moved on since; ask again for where it is now.');

export const unknownHandle = (handle: number) => t('There is nothing behind the reference {0}.', handle);

export const noVariable = (name: string) => t('There is no "{0}" there.', name);

export const isComputed = (name: string) =>
  t('"{0}" cannot be changed: it is computed, or given from outside; change what it comes from.', name);

export const isRecording = () => t('This run is a recording, which cannot be changed.');

const bytes = (count: number) => (count === 1 ? t('1 byte') : t('{0} bytes', grouped(count)));

export const tooWide = (size: number, width: number) =>
  t('The value takes {0}, and there is room for {1}.', bytes(size), bytes(width));

export const tooNegative = (width: number) =>
  t('The number is too far below zero for {0}; the lowest that fits is -2 ** {1}.', bytes(width), 8 * width - 1);

export const noMemory = (reference: string) =>
  t('There is no memory behind the reference "{0}"; it may have gone with its frame.', reference);

export const tooManyRows = (most: number) => t('At most {0} instructions can be read at once.', grouped(most));

export const codeIsFixed = () => t('Code cannot be changed while it is debugged; change the file and start again.');

export const outsideMemory = (size: number, at: number, length: number) =>
  size === 1
    ? t('1 byte at {0} does not fit into the memory, which has {1}.', grouped(at), bytes(length))
    : t('{0} at {1} do not fit into the memory, which has {2}.', bytes(size), grouped(at), bytes(length));

export const unknownThread = (id: number) => t('There is no thread {0}; it may have ended.', id);

export const noFrame = () => t('No frame is left to look at.');

export const notInnermost = () => t('Only the frame that runs makes calls; choose the first of the call stack.');

export const unknownFilter = (filter: string) => t('There is no event "{0}" to stop at.', filter);

export const nothingThrown = () => t('The program is not stopped at an error or an event.');

export const thread = (name: string, state: 'running' | 'ready' | 'ended') =>
  state === 'running' ? name : state === 'ready' ? t('{0} (ready)', name) : t('{0} (ended)', name);

export const waitingThread = (name: string, why: string) => t('{0} (waiting for {1})', name, why);

/** One line of the frames that led to an event. */
export const framePath = (frame: string, source: string, line: number) => `${frame} (${source}:${line})`;

export const guessedFrame = (name: string) => t('{0} (guessed)', name);

/** Name of the scope that holds the meters. */
export const meters = (names: readonly string[]) => {
  const [name = ''] = names;
  return names.length === 1 ? name.charAt(0).toUpperCase() + name.slice(1) : t('Meters');
};

export const meter = (spent: bigint, limit: bigint) =>
  t('{0} left of {1}, {2} spent', grouped(limit - spent), grouped(limit), grouped(spent));

export const scope = (name: string, count: number) => t('{0}: {1}', name, grouped(count));

export const amount = (value: number, unit: string) => t('{0} {1}', grouped(value), unit);

/** `2,100 units: 100 base, 2,000 cold storage slot`. */
export const charges = (
  list: readonly { readonly amount: number; readonly reason: string; readonly unit: string }[],
) => {
  if (list.length === 0) return t('Nothing is charged');
  const units = [...new Set(list.map(({ unit }) => unit))];
  return units
    .map((unit) => {
      const same = list.filter((charge) => charge.unit === unit);
      const sum = same.reduce((total, charge) => total + charge.amount, 0);
      return `${amount(sum, unit)}: ${same.map((charge) => `${grouped(charge.amount)} ${tableText(charge.reason)}`).join(', ')}`;
    })
    .join('; ');
};

export const explained = (mnemonic: string, text: string) => t('{0}, now: {1}', mnemonic, text);

/** Words in front of what a step does: `writes memory[0x40..0x60]`, `jumps to 0x1f (line 12)`. */
export const reads = () => t('reads');
export const writes = () => t('writes');
export const jumpsTo = () => t('jumps to');
export const goesOnAt = () => t('does not jump, goes on at');
export const ends = () => t('ends');
export const itsFrame = () => t('its frame');
export const endsRun = () => t('ends the run:');

export const placeOnLine = (place: string, line: number | undefined) =>
  line === undefined ? place : t('{0} (line {1})', place, grouped(line));

/** What the examples of `help` mean. */
export const helpItem = (scope: string) => t('one of {0}, by its number', scope);
export const helpBytes = (scope: string) => t('bytes of {0}, up to but without the last number', scope);
export const helpMember = (scope: string) => t('one of {0}, by its name', scope);
export const helpMeter = (meter: string) => t('what is left; also {0}.spent and {0}.limit', meter);
export const helpExplain = () => t('what the next instruction will cost, and why; what it touches, where it leads');
export const helpOperators = () => t('+ - * / % ** & | ^ << >>, == != < <= > >=, && || ! and (), exact however large');
export const helpNegative = () => t("beside a negative number, what the machine holds is read as two's complement");
export const helpItself = () => t('this table');

export const moreBytes = (text: string, length: number) => t('{0}… ({1} bytes)', text, grouped(length));

export const atEntry = () => t('Before the first step');

export const atStart = () => t('At the start of the run: there is nothing before it');

export const wentBack = (steps: number, step: number) =>
  t('Went back by {0}, to step {1}', stepCount(steps), grouped(step));

export const wentOn = (steps: number, step: number) =>
  t('Went on by {0}, to step {1}', stepCount(steps), grouped(step));

const stepCount = (steps: number) => (steps === 1 ? t('1 step') : t('{0} steps', grouped(steps)));

/** After a leap to a step. */
export const atStep = (step: number) => t('At step {0}', grouped(step));

export const neverWrittenBefore = (place: string) => t('Nothing writes {0} before this step', place);

export const neverWrittenAfter = (place: string, end: number) =>
  t('Nothing writes {0} after this step, up to the last one, {1}', place, grouped(end));

export const editedHere = (place: string) => t('{0} was changed by you here', place);

export const neverThere = () => t('The program is never there, neither before nor later');

export const frameRestarted = (name: string) => t('At the first step of {0}', name);

export const cancelled = () => t('Cancelled: back where it began');

/** Title of the progress of a long journey. */
export const travelling = () => t('Going through the run');

export const paused = () => t('Paused');

/** One line of the Debug Console that says how a run ended and what it cost. */
/** What went wrong and is no event of the VM, in the words of a heading. */
export const exceptionName = (id: string) => (id === 'limit' ? t('Stopped by a limit') : t('Failed'));

export const dataLabel = () => t('data');
export const stepsLabel = () => t('steps');
export const changesLabel = () => t('changes');

export const used = (spent: bigint, limit: bigint, share: number | undefined) =>
  share === undefined
    ? t('{0} of {1}', grouped(spent), grouped(limit))
    : t('{0} of {1} ({2} %)', grouped(spent), grouped(limit), share);

export const stepsMade = (steps: number) => grouped(steps);

export const bytesInAll = (length: number) => t('… {0} bytes in all', grouped(length));

export const nothingChanged = () => t('none');

export const moreChanges = (count: number) => t('… and {0} more', grouped(count));

export const expressionTooLong = (longest: number) =>
  t('The expression is too long; at most {0} characters are read.', longest);

export const unexpectedToken = (found: string | undefined, expected: string | undefined) => {
  if (expected === undefined) {
    return found === undefined
      ? t('The expression is not complete.')
      : t('"{0}" is not expected there; write for example stack[0], memory[0..32] or 2 * (3 + 4).', found);
  }
  return found === undefined
    ? t('The expression ends where "{0}" is expected.', expected)
    : t('"{0}" stands where "{1}" is expected.', found, expected);
};

export const unknownName = (name: string, known: readonly string[]) =>
  t('There is nothing called "{0}" here; there is {1}.', name, known.join(', '));

export const unknownFunction = (name: string, known: readonly string[]) =>
  t('There is no function "{0}"; there is {1}.', name, known.join(', '));

export const noElement = (of: string, key: bigint) => t('{0} has nothing at {1}.', of, grouped(key));

export const noMember = (of: string, name: string) => t('{0} has nothing called "{1}".', of, name);

export const noNumber = (text: string) => t('{0} is no number.', text);

export const noBytes = (of: string) => t('{0} holds no bytes, so it has no range; give one index.', of);

export const backwardRange = (from: bigint, to: bigint) =>
  t('The range ends at {0}, before its start at {1}.', grouped(to), grouped(from));

export const outsideBytes = (of: string, length: number) =>
  t('{0} ends at {1}; give a range before that.', of, grouped(length));

export const tooManyBytes = (longest: number) => t('At most {0} bytes can be read at once.', grouped(longest));

export const tooLarge = () => t('The number grows too large.');

export const negativeOperand = (value: bigint) =>
  t('{0} stands behind <<, >> or **, where only 0 and numbers above it can stand.', grouped(value));

export const divisionByZero = () => t('Division by zero.');
