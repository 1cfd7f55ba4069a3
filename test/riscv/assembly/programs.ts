import { readdirSync, readFileSync } from 'node:fs';
import { assembleProgram } from '../../../engines/riscv/assembly/document.ts';
import { versions } from '../../../engines/riscv/ckb/versions.ts';
import { everyInstruction, everyReach } from './generated.ts';

export const corpus = new URL('../corpus/', import.meta.url);

/** A program of one or several texts. */
export type AssemblyProgram = { readonly name: string; readonly texts: readonly string[] };

const read = (name: string) => readFileSync(new URL(name, corpus), 'utf8').replaceAll('\r', '');

const files = readdirSync(corpus).filter((name) => name.endsWith('.rv.s'));
const linked = files.filter((name) => name.startsWith('link-')).sort((a) => (a.includes('main') ? -1 : 1));

/** The corpus: each file on its own, and those that belong together. */
export const corpusPrograms: readonly AssemblyProgram[] = [
  ...files
    .filter((name) => !linked.includes(name))
    .sort()
    .map((name) => ({ name: name.replace('.rv.s', ''), texts: [read(name)] })),
  { name: 'link', texts: linked.map(read) },
];

/** The lines that are instructions of the newest version. */
export const accepted = (lines: readonly string[], head: string): readonly string[] => {
  const found: string[] = [];
  // A document tells of a thousand problems at most.
  for (let from = 0; from < lines.length; from += 500) {
    const part = lines.slice(from, from + 500);
    const text = [head, 'place:', ...part].join('\n');
    const { documents } = assembleProgram([text], versions, 'vm2');
    const wrong = new Set(documents[0]?.problems.map(({ range }) => text.slice(0, range.start).split('\n').length - 3));
    found.push(...part.filter((_, i) => !wrong.has(i)));
  }
  return found;
};

/** Programs made from the rows, large and dull. */
export const generatedPrograms = (): readonly AssemblyProgram[] => [
  ...['.option rvc', '.option norvc'].map((head) => {
    const lines = accepted(everyInstruction(), head).filter((line) => head === '.option rvc' || !line.startsWith('c.'));
    return { name: head.slice(1).replace(' ', '-'), texts: [`${[head, 'place:', ...lines].join('\n')}\n`] };
  }),
  { name: 'reach', texts: [everyReach()] },
];
