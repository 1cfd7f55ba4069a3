import * as vscode from 'vscode';
import { toCpuProfile } from '../../engines/profile/cpuprofile.ts';
import type { Profile } from '../../engines/profile/report.ts';
import { toSpeedscope } from '../../engines/profile/speedscope.ts';
import { encode } from '../files.ts';
import * as messages from './messages.ts';
import { meterOf } from './model.ts';
import type { Profiles } from './profiles.ts';

/** Asks for a format and a place, and writes the profile there. */
export async function exportProfile({ current }: Profiles): Promise<void> {
  const profile = current?.profile;
  if (!profile) {
    vscode.window.showInformationMessage(messages.noProfile());
    return;
  }
  const format = await vscode.window.showQuickPick(formats(profile), { title: messages.exportTitle() });
  if (!format) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${profile.program}.${format.extension}`;
  const uri = await vscode.window.showSaveDialog({
    title: messages.exportTitle(),
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : undefined,
    filters: { [format.label]: [format.extension.split('.').at(-1) ?? ''] },
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, encode(JSON.stringify(format.content())));
}

const formats = (profile: Profile) => {
  const meter = meterOf(profile);
  const { cpuprofile, speedscope, json } = messages.exportFormats();
  return [
    { ...cpuprofile, extension: 'cpuprofile', content: () => (meter ? toCpuProfile(meter) : {}) },
    { ...speedscope, extension: 'speedscope.json', content: () => toSpeedscope(profile) },
    { ...json, extension: 'profile.json', content: () => profile },
  ];
};
