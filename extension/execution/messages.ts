import { l10n } from 'vscode';
import type { Mark, TimelineResult } from '../../debug-adapter/protocol.ts';
import { grouped, spentText } from './model.ts';

/** `Step 1,234 of 5,678 · 21,345 units`. */
export const position = ({ step, furthest, isComplete, meters }: TimelineResult) =>
  isComplete
    ? l10n.t('Step {0} of {1} · {2}', grouped(step), grouped(furthest), spentText(meters))
    : l10n.t('Step {0} of {1} so far · {2}', grouped(step), grouped(furthest), spentText(meters));

export const statusBar = ({ step, meters }: TimelineResult) =>
  l10n.t('Step {0} · {1}', grouped(step), spentText(meters.slice(0, 1)));

export const statusBarName = () => l10n.t('Step and Cost');

export const statusBarTooltip = (where: string) => l10n.t('{0}\nClick to go to a step.', where);

/** What a mark in the list says: `Enter main`. */
export const mark = ({ kind, text, count }: Mark) => {
  const said = whatHappened[kind](text);
  return count === 1 ? said : l10n.t('{0}, and {1} more of its kind', said, grouped(count - 1));
};

const whatHappened: Readonly<Record<Mark['kind'], (text: string) => string>> = {
  enter: (frame) => l10n.t('Enter {0}', frame),
  leave: (frame) => l10n.t('Leave {0}', frame),
  event: (text) => text,
  output: (text) => l10n.t('Output: {0}', text),
  edit: (place) => l10n.t('You changed {0}', place),
  end: (outcome) => outcome,
};

export const looking = (lookedTo: number) => l10n.t('Looking for calls and events, at step {0} …', grouped(lookedTo));

export const goToStepTitle = () => l10n.t('Go to Step');

export const goToStepPrompt = (first: number, furthest: number, isComplete: boolean) =>
  isComplete
    ? l10n.t('A step from {0} to {1}, or a distance such as +10 or -10', grouped(first), grouped(furthest))
    : l10n.t(
        'A step from {0} on, or a distance such as +10 or -10; {1} is the furthest known so far',
        grouped(first),
        grouped(furthest),
      );

export const noStep = (text: string) =>
  l10n.t('"{0}" is no step; type a number such as 120, or a distance such as +10.', text);

export const beyondEnd = (furthest: number) => l10n.t('The run ends at step {0}.', grouped(furthest));

export const nothingStopped = () => l10n.t('No program is stopped; start one with the debugger, and pause it.');

/** What stands in the page itself. */
export const page = () => ({
  title: l10n.t('Execution'),
  welcome: l10n.t(
    'While a contract is debugged, this shows where in its run it stands: drag through time, and go to any call, event or step.',
  ),
  debug: l10n.t('Debug a Contract'),
  slider: l10n.t('Step of the run'),
  start: l10n.t('Start'),
  back: l10n.t('Back'),
  forward: l10n.t('Forward'),
  end: l10n.t('End'),
  goToStep: l10n.t('Go to Step…'),
  marks: l10n.t('Calls and events'),
});
