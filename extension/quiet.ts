import type { BaseLanguageClient } from 'vscode-languageclient';

/** Makes a client write errors into its log only: what a person must know, they are told once and in one sentence. */
export function quiet<C extends BaseLanguageClient>(client: C): C {
  const error = client.error.bind(client);
  client.error = (message, data) => error(message, data, false);
  return client;
}
