/** What can be shown beside the code, each by a setting `gaslamp.hints.…`. */
export const hintSettings = {
  cost: { default: true, description: 'Show in front of each line what its instructions cost at least.' },
  place: { default: false, description: 'Show in front of each line where it lies in the code.' },
  stack: { default: false, description: 'Show in front of each line how many items the stack holds after it.' },
  target: { default: false, description: 'Show behind each jump where it goes, as far as that is known.' },
  block: {
    default: false,
    description: 'Show behind the first instruction of a basic block what the whole block costs at least.',
  },
} as const;

export type HintKind = keyof typeof hintSettings;

export const hintKinds = Object.keys(hintSettings) as readonly HintKind[];

export const hintKey = (kind: HintKind) => `gaslamp.hints.${kind}`;
