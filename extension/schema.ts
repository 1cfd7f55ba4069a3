import * as vscode from 'vscode';
import { schemaScheme } from '../engines/scenario.ts';
import { tableText } from '../engines/translate.ts';

/**
 * Serves the schema of scenarios in the person's language: VS Code asks for it by an address of ours, because a file of the
 * manifest is shown as it is.
 */
export function registerSchema({ extensionUri }: vscode.ExtensionContext): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemaScheme, {
    provideTextDocumentContent: async () => {
      const file = vscode.Uri.joinPath(extensionUri, 'syntaxes', 'scenario.schema.json');
      return translated(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    },
  });
}

/** What is shown of a schema. */
const shown = new Set(['description', 'markdownDescription', 'patternErrorMessage']);

/** A schema with what is shown of it in the person's language. */
const translated = (schema: string): string =>
  JSON.stringify(
    JSON.parse(schema, (key, value) => {
      if (key === 'enumDescriptions' && Array.isArray(value)) return value.map(tableText);
      return shown.has(key) && typeof value === 'string' ? tableText(value) : value;
    }),
  );
