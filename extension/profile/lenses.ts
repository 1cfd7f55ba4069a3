import * as vscode from 'vscode';
import type { Cost } from '../../engines/profile/report.ts';
import * as messages from './messages.ts';
import { meterOf, shareOf } from './model.ts';
import type { Profiles } from './profiles.ts';

/** Above each label and function, what everything below it cost. */
export class Lenses implements vscode.CodeLensProvider {
  readonly #profiles: Profiles;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(profiles: Profiles) {
    this.#profiles = profiles;
    this.onDidChangeCodeLenses = profiles.onDidChange;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const costs = this.#profiles.costsOf(document);
    const profile = this.#profiles.current?.profile;
    const meter = profile && meterOf(profile);
    if (!costs || !meter) return [];
    const lens = (name: string, cost: Cost, line: number) => {
      const title = messages.lens(name, cost, shareOf(cost.total, meter.spent), meter.name);
      const command = { title, command: 'gaslamp.openFlameGraph', arguments: [{ uri: costs.uri, line }] };
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
    };
    const functions = meter.functions.filter(
      ({ uri, line, name }) =>
        uri === costs.uri && !costs.labels.some((label) => label.line === line || label.name === name),
    );
    return [
      ...functions.map((each) => lens(each.name, each, each.line ?? 0)),
      ...costs.labels.map((each) => lens(each.name, each, each.line)),
    ];
  }
}
