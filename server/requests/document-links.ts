import type { DocumentLink } from 'vscode-languageserver';
import { specification } from '../cards.ts';
import { type Snapshot, toLspRange } from '../documents.ts';

const address = /\bhttps?:\/\/[^\s"'<>]*[^\s"'<>.,;:!?)\]}]/;

/** Addresses in comments, and specifications that the engine knows a page for. */
export const documentLinks = (snapshot: Snapshot): DocumentLink[] => {
  const { document, engine, text } = snapshot;
  const links: DocumentLink[] = [];
  for (const match of text.getText().matchAll(new RegExp(`${address.source}|${specification.source}`, 'g'))) {
    const range = { start: match.index, end: match.index + match[0].length };
    const target = /^http/.test(match[0]) ? match[0] : engine.link(match[0]);
    const within = document
      .tokens(range)
      .some((token) => token.range.start <= range.start && token.range.end >= range.end && token.kind === 'comment');
    if (target !== undefined && within) links.push({ range: toLspRange(snapshot, range), target });
  }
  return links;
};
