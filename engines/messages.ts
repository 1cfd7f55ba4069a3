import { grouped } from './digits.ts';
import { t } from './translate.ts';

export const unknownVm = (vm: string, known: readonly string[]) =>
  t('There is no virtual machine "{0}"; "vm" takes one of {1}, or can be left out.', vm, known.join(', '));

export const nobodyClaims = (name: string, reasons: readonly string[]) =>
  reasons.length > 0
    ? t('{0} cannot be run by any virtual machine that Gaslamp has: {1}', name, reasons.join(' '))
    : t(
        '{0} is no program for any virtual machine that Gaslamp has; open a contract, an artifact or a bytecode file.',
        name,
      );

export const nothingFetches = () => t('There is no virtual machine here that knows how to ask a node.');

export const unknownPart = (name: string, part: string, parts: readonly string[]) =>
  t('{0} has no part "{1}"; it has {2}.', name, part, parts.join(', '));

export const futureDropped = (step: number) =>
  t('What came after step {0} was dropped, because a value was changed there.', step);

export const stepLimit = (steps: number) =>
  t(
    'Stopped after {0} steps, the limit for one run; raise the setting "gaslamp.limits.steps" to go on.',
    grouped(steps),
  );

export const memoryLimit = (asked: string, limit: string) =>
  t(
    'Stopped: the program asks for {0} of memory, and the limit is {1}; raise the setting "gaslamp.limits.memory" to go on.',
    asked,
    limit,
  );

export const stackTooLow = (instruction: string, takes: number, holds: number) =>
  holds === 0
    ? t('Stack underflow: {0} takes {1}, and the stack is empty here.', instruction, takes)
    : t('Stack underflow: {0} takes {1}, and on a way to here the stack holds only {2}.', instruction, takes, holds);

export const stackTooHigh = (instruction: string, limit: number) =>
  t('Stack overflow: {0} makes the stack higher than {1}.', instruction, grouped(limit));

export const endlessGrowth = (head: number, growth: number, limit: number) =>
  t(
    'Stack overflow: the loop from 0x{0} to here leaves {1} more on the stack each time and has no way out, until {2} are too many.',
    head.toString(16).padStart(4, '0'),
    growth,
    grouped(limit),
  );

export const notAbsolute = (path: string, property: string) =>
  t(
    '"{0}" should be a whole path or a URI, but is "{1}"; begin it with "{2}".',
    property,
    path,
    '$' + '{workspaceFolder}/',
  );

export const listingOfSession = () =>
  t('This listing shows code that an earlier debug session met; debug the file that the code came from.');

export const noProgram = (scenario: string | undefined) =>
  scenario === undefined
    ? t('"program" is missing; it names the file to debug.')
    : t('{0} names no program; say in "program" which file to debug.', scenario);

export const cyclicScenario = (name: string) =>
  t('The scenario {0} leads back to itself; name a program in it, or another scenario.', name);

export const brokenScenario = (name: string, why: string) => t('{0} cannot be read as JSON: {1}.', name, why);

export const scenarioForm = (name: string) => t('{0} should hold an object: { "program": "…" }.', name);

export const textInScenario = (scenario: string | undefined, key: string, found: string) =>
  scenario === undefined
    ? t('"{0}" should be a string, but is {1}.', key, found)
    : t('"{0}" in {1} should be a string, but is {2}.', key, scenario, found);

export const unknownInScenario = (scenario: string, key: string, meant: string | undefined, engine: string) =>
  meant === undefined
    ? t('{0} has the property "{1}", which means nothing to the {2}; remove it.', scenario, key, engine)
    : t(
        '{0} has the property "{1}", which means nothing to the {3}; write "{2}" if that is meant.',
        scenario,
        key,
        meant,
        engine,
      );

export const scenarioUnsaved = (scenario: string, path: string) =>
  t(
    '"{1}" in {0} starts at the folder of the scenario, which has none yet; save it, or write a whole path.',
    scenario,
    path,
  );

export const isNoProgram = (scenario: string) =>
  t('{0} says what surrounds a program and is none itself; debug it, or open the file that it names.', scenario);

export const tooManyProblems = (shown: number) => t('There are more than {0} problems; the rest is not shown.', shown);

export const unknownVersion = (engine: string, version: string, known: readonly string[], property: string) =>
  t(
    '{0} has no version "{1}"; "{2}" takes one of {3}, or can be left out.',
    engine,
    version,
    property,
    known.join(', '),
  );

/** @param reason a sentence on the version that a program has */
export const otherVersion = (reason: string, wanted: string) =>
  t('{0} It cannot run on {1}, which "version" asks for; leave "version" out.', reason, wanted);
