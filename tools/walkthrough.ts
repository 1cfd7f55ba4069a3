import { contextOf, hasProfile } from '../extension/contexts.ts';

/** The steps of the first five minutes. Each has a picture of its name in media/walkthrough, and is ticked when it was done. */
const steps = [
  {
    id: 'openSample',
    done: contextOf('openSample'),
    title: 'Open a sample',
    description:
      'Small contracts to begin with; each says at its top what to try. The first, a counter, is what the next steps go through.\n[Open a Sample](command:gaslamp.openSamples)',
    picture: 'A list of samples: a counter, a token, a re-entrancy, a loop that runs out of gas.',
  },
  {
    id: 'hover',
    done: contextOf('hover'),
    title: 'Hover an instruction',
    description:
      'Rest the mouse on a word such as ``sload`` to read what it does, what it takes from the stack and leaves there, and what it costs.',
    picture: 'A card over an instruction: its name, its cost, and what it takes and leaves.',
  },
  {
    id: 'break',
    done: contextOf('break'),
    title: 'Set a breakpoint',
    description:
      'Click left of a line number, press F5, and choose which function is called. The run stops there: stack, memory and storage stand on the left.',
    picture: 'A red dot left of a line, at which the run stands, and the stack beside it.',
  },
  {
    id: 'stepBack',
    done: contextOf('stepBack'),
    title: 'Step forwards, and back',
    description:
      'Go on with F10, and back again with __Step Back__ in the toolbar. Whatever happened can be looked at as often as one likes, after the end of the run, too.\n[Step Back](command:workbench.action.debug.stepBack)',
    picture: 'An arrow that leads from the line where the run stands to the line before it.',
  },
  {
    id: 'profile',
    done: hasProfile,
    title: 'See where the cost went',
    description:
      'Choose __Profile__ above the code of the contract: each line shows what it cost, and a flame graph shows it by call.',
    picture: 'Lines with their costs on warm grounds, the dearest the warmest, above a flame graph.',
  },
];

/** The walkthrough as the manifest has it, its sentences replaced by keys. */
export function walkthrough(text: (key: string, english: string) => string) {
  return {
    id: 'start',
    title: text('walkthrough.title', 'Get Started with Gaslamp'),
    description: text(
      'walkthrough.description',
      'See a contract at work: read its instructions, stop it, go back in time, and find what it costs.',
    ),
    steps: steps.map(({ id, done, title, description, picture }) => ({
      id,
      title: text(`walkthrough.${id}.title`, title),
      description: text(`walkthrough.${id}.description`, description),
      media: { svg: `media/walkthrough/${id}.svg`, altText: text(`walkthrough.${id}.picture`, picture) },
      completionEvents: [`onContext:${done}`],
    })),
  };
}
