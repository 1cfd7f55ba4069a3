import * as vscode from 'vscode';
import { scenarioEnding } from '../engines/claim.ts';
import { debugIt, profileIt, runIt } from './messages.ts';

/** Above a scenario: what can be done with it. */
export function registerScenarioLenses(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { pattern: `**/*${scenarioEnding}` },
    {
      provideCodeLenses({ uri }) {
        const lens = (title: string, command: string) =>
          new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [uri] });
        return [lens(runIt(), 'gaslamp.run'), lens(debugIt(), 'gaslamp.debug'), lens(profileIt(), 'gaslamp.profile')];
      },
    },
  );
}
