import type { Engine } from '../engines/engine.ts';

/** README with its table of what is supported, between the two comments that hold its place. @throws Error if they are missing. */
export function withSupported(readme: string, engines: readonly Engine[]): string {
  const place = /(<!-- supported: made by npm run generate -->\n)[\s\S]*(<!-- \/supported -->)/;
  if (!place.test(readme)) throw new Error('README.md has lost the comments around its table of what is supported.');
  return readme.replace(place, (_, begin, end) => `${begin}\n${table(engines)}\n\n${end}`);
}

const table = (engines: readonly Engine[]): string =>
  [
    '| | Versions | Instructions | Languages | Stops at | Real | Mock |',
    '|---|---|---|---|---|---|---|',
    ...engines.map((engine) => `| ${cellsOf(engine).join(' | ')} |`),
  ].join('\n');

function cellsOf({ name, versions, instructions, languages, events, fidelity }: Engine): string[] {
  const [oldest, newest] = [versions[0], versions.at(-1)];
  return [
    `**${name}**`,
    `${versions.length}, ${oldest?.name} to ${newest?.name}`,
    String(instructions.length),
    languages.map((language) => `${language.name} (${language.extensions.join(', ')})`).join('; '),
    `${events.length} events`,
    fidelity.real.join('; '),
    fidelity.mock.join('; '),
  ];
}
