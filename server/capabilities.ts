import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Engine } from '../engines/engine.ts';
import { legend } from './requests/semantic-tokens.ts';

/** What the server can do; no more than that is declared. `commands` says whether the client has those of code lenses. */
export const capabilities = (engines: readonly Engine[], commands: boolean): ServerCapabilities => ({
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  completionProvider: { resolveProvider: true, triggerCharacters: signs(engines) },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  signatureHelpProvider: { triggerCharacters: [' ', '(', ','], retriggerCharacters: [')'] },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  inlineValueProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  inlayHintProvider: true,
  callHierarchyProvider: true,
  ...(commands && { codeLensProvider: {} }),
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  semanticTokensProvider: { legend, full: true, range: true },
  diagnosticProvider: { identifier: 'gaslamp', interFileDependencies: false, workspaceDiagnostics: false },
});

/** Signs that names and directives begin with, such as `@` and `#`: an editor asks by itself only after letters. */
const signs = (engines: readonly Engine[]): string[] => {
  const languages = engines.flatMap((engine) => engine.languages);
  const beginnings = languages.flatMap(({ directives, sigils = {} }) => [
    ...directives.map(({ word }) => word.charAt(0)),
    ...Object.values(sigils),
  ]);
  return [...new Set(beginnings.filter((sign) => /^[^\w\s]$/.test(sign)))];
};
