import { t } from '../engines/translate.ts';

export const usage = (options: readonly string[]) =>
  t(
    `Usage: gaslamp profile FILE [options] [--compare OTHER [options]]
       gaslamp trace FILE [options]
       gaslamp fetch NAME --node URL [--out FILE] [--yes]

"profile" runs a program and tells where its cost went; "trace" writes its steps, a line each, for other tools.
"fetch" makes a scenario of what happened on a chain, from what a node tells; before anything is sent it shows what, and asks.

  --json                   the whole profile as JSON, to be kept and compared with
  --cpuprofile             for VS Code and the developer tools of Chrome
  --speedscope             for speedscope
  --steps NUMBER           steps after which the run stops
  --compare OTHER          what differs from OTHER: a profile that --json wrote, or a program.
                           Options that follow are for OTHER alone, those before for both.
                           Ends with exit code 1 if anything costs more or less.

What a launch configuration says of the program can be said here as well:
{0}`,
    options.map((option) => `  --${option}`).join('\n'),
  );

export const unknownCommand = (word: string) =>
  t(
    'There is no command "{0}"; write: gaslamp profile FILE, gaslamp trace FILE, gaslamp fetch NAME, or gaslamp --help.',
    word,
  );

export const onlyForProfiles = () =>
  t('"--compare" and the forms of a profile are for gaslamp profile; leave them out for gaslamp trace.');

export const noTrace = (engine: string) =>
  t('There is no form in which runs of the {0} are written for other tools.', engine);

export const fetchUsage = () =>
  t(
    'Say what is fetched, and the address of a node: gaslamp fetch 0x… --node http://127.0.0.1:8545 --out it.gaslamp.json',
  );

export const unknownFetchOption = (word: string) =>
  t('"{0}" means nothing to gaslamp fetch, which takes a name, "--node", "--out" and "--yes".', word);

export const toBeSent = (host: string, name: string, methods: readonly string[]) =>
  t('{0} will be asked about {1}, by the methods {2}.', host, name, methods.join(', '));

export const question = (text: string) => t('{0} Send that? [y/N] ', text);

export const nobodyToAsk = (text: string) => t('{0} Nobody can be asked here whether to send that; add --yes.', text);

export const notSent = () => t('Nothing was sent.');

export const fileThere = (path: string) => t('There is a file {0} already; choose another name.', path);

export const noFile = () => t('The file to profile is missing; write: gaslamp profile FILE.');

export const noOther = () => t('"--compare" needs a profile or a program; write it behind.');

export const secondFile = (word: string, first: string) =>
  t(
    '"{0}" stands where an option is expected, for the file is {1} already; name it with --compare, or leave it out.',
    word,
    first,
  );

export const unknownOption = (word: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no option "{0}"; gaslamp --help tells which there are.', word)
    : t('There is no option "{0}"; write "--{1}" if that is meant.', word, meant);

export const noValue = (option: string) => t('"--{0}" needs a value; write it behind.', option);

export const wrongJson = (option: string, found: string) =>
  t('"--{0}" takes JSON, but is "{1}"; mind that a shell removes quotes.', option, found);

export const wrongNumber = (option: string, found: string) =>
  t('"--{0}" takes a whole number from 1 on, but is "{1}".', option, found);

export const unreadable = (name: string, reason: unknown) => {
  const text = reason instanceof Error ? reason.message : String(reason);
  return text.includes('ENOENT')
    ? t('There is no file {0}.', name)
    : t('{0} cannot be read: {1}', name, text.replace(/\.?$/, '.'));
};

export const onlyProgram = (option: string) =>
  t(
    '"--{0}" says how a program is run, but a profile was made already; leave it out, or compare with a program.',
    option,
  );
