import { t } from '../engines/translate.ts';

export const noAddress = (found: string) =>
  t('The address of a node is a URL such as http://127.0.0.1:8545; found "{0}".', found.slice(0, 100));

export const passwordInAddress = () =>
  t('The address of the node holds a name and a password, which are not sent; take an address without them.');

export const unreachable = (host: string, cause: string | undefined) => {
  if (cause === undefined)
    return t(
      'No answer from {0}: there is no node, or it does not let pages of a browser ask it (CORS). Let the node allow this origin, or use VS Code on a computer.',
      host,
    );
  return cause === 'ECONNREFUSED'
    ? t('There is no node at {0}; start one there, or correct the address.', host)
    : t('No answer from {0} ({1}); look whether the address is right and the node can be reached.', host, cause);
};

export const httpError = (host: string, status: string) =>
  t('{0} answered with the HTTP status {1}; look whether the address is that of a node and lets you in.', host, status);

export const noNode = (host: string, found: string) =>
  t('What {0} answered is no JSON-RPC, so it is no node: {1}', host, found.trim().slice(0, 60) || t('nothing'));

export const tooLarge = (host: string, most: number) =>
  t(
    'The answer of {0} is larger than {1} MB, more than can be taken; fetch a smaller transaction.',
    host,
    most / 2 ** 20,
  );

export const tooSlow = (host: string, method: string, seconds: number) =>
  t('{0} did not answer {1} within {2} seconds; try again, or ask another node.', host, method, seconds);

export const cancelled = () => t('Given up; nothing was written.');
