import * as vscode from 'vscode';
import type { CallAnswers, CallEntry, CallsResult, FileParams } from '../server/protocol.ts';
import { type Answers, Memory } from './answers.ts';
import type { Client } from './client.ts';
import { readFile } from './files.ts';
import { filesBehind } from './files-behind.ts';
import * as messages from './messages.ts';
import { saveCall } from './saving.ts';

type Calls = NonNullable<CallsResult>;
type Launch = Readonly<Record<string, unknown>>;

/** One code of a file, as a person sees it. */
type Subject = { readonly file: FileParams; readonly part: string };

/** A file, and those around it that may say more of it. */
type Surrounded = { readonly file: FileParams; readonly companions: readonly FileParams[] };

/** Asks how a program is to be called before it runs, and remembers the answers. */
export class Asking implements vscode.Disposable {
  readonly #client: Client;
  readonly #memory: Memory;
  readonly #command: vscode.Disposable;

  constructor(client: Client, { workspaceState }: vscode.ExtensionContext) {
    this.#client = client;
    this.#memory = new Memory(workspaceState);
    this.#command = vscode.commands.registerCommand('gaslamp.saveCall', () => this.#saveLast());
  }

  dispose(): void {
    this.#command.dispose();
  }

  /** The launch properties that the answers mean: none where there is nothing to ask; undefined if the person gave up. */
  async ask(program: Surrounded, part: string | undefined): Promise<Launch | undefined> {
    const found = await this.#calls(program, part);
    if (!found) return {};
    const { calls, subject } = found;
    const remembered = this.#memory.recall(subject.file.uri, subject.part);
    const picked = await pickCall(subject, calls, remembered, (again) => this.#save(subject, calls, again));
    if (!picked) return undefined;
    const answers = picked === 'again' ? remembered?.last : await this.#fill(calls, picked, remembered);
    if (!answers) return undefined;
    const launch = await this.#client.launchOf(calls.handle, answers);
    this.#memory.remember(subject.file.uri, subject.part, answers);
    return launch;
  }

  /** What can be called, if anything. A file that cannot be used is the debugger's to refuse. */
  async #calls(
    { file, companions }: Surrounded,
    part: string | undefined,
  ): Promise<{ calls: Calls; subject: Subject } | undefined> {
    try {
      const calls = await this.#client.calls(file, part, companions);
      if (!calls) return undefined;
      return { calls, subject: { file, part: part ?? (await this.#client.parts(file)).parts[0]?.id ?? '' } };
    } catch {
      return undefined;
    }
  }

  /** Asks for each parameter of the calls. Undefined if the person gave up. */
  async #fill(
    { handle, setup }: Calls,
    picked: CallEntry | 'setup',
    remembered: Answers | undefined,
  ): Promise<readonly CallAnswers[] | undefined> {
    const answers: CallAnswers[] = [];
    for (const call of [...(setup ? [setup] : []), ...(picked === 'setup' ? [] : [picked])]) {
      const before = remembered?.texts[call.id] ?? [];
      const texts: string[] = [];
      for (const index of call.parameters.keys()) {
        const text = await this.#input(handle, call, index, before[index] ?? '');
        if (text === undefined) return undefined;
        texts.push(text);
      }
      answers.push({ call: call.id, texts });
    }
    return answers;
  }

  async #input(handle: number, call: CallEntry, index: number, value: string): Promise<string | undefined> {
    const { parameters } = call;
    const { name = '', type = '', placeholder = '' } = parameters[index] ?? {};
    return vscode.window.showInputBox({
      title: messages.argumentTitle(call.label, index + 1, parameters.length),
      prompt: messages.argumentPrompt(name, type),
      placeHolder: placeholder,
      value,
      ignoreFocusOut: true,
      validateInput: (text) =>
        this.#client.check({ handle, call: call.id, parameter: index, text }).catch(() => undefined),
    });
  }

  async #saveLast(): Promise<void> {
    const last = this.#memory.latest();
    if (!last) {
      vscode.window.showInformationMessage(messages.nothingToSave());
      return;
    }
    const file = await readFile(vscode.Uri.parse(last.uri));
    const [, ...companions] = await filesBehind(this.#client, { program: last.uri });
    const found = await this.#calls({ file, companions }, last.part);
    if (found) await this.#save(found.subject, found.calls, last.answers);
  }

  async #save({ file, part }: Subject, { handle, setup, choices }: Calls, { last }: Answers): Promise<void> {
    try {
      const launch = await this.#client.launchOf(handle, last);
      const call = [...choices, ...(setup ? [setup] : [])].find(({ id }) => id === last.at(-1)?.call);
      await saveCall({ program: vscode.Uri.parse(file.uri), part, launch, label: call?.label ?? '' });
    } catch (error) {
      vscode.window.showErrorMessage(messages.reasonOf(error));
    }
  }
}

type Item = vscode.QuickPickItem & { readonly pick: CallEntry | 'setup' | 'again' };

/** What was called last is offered first; nothing is asked where there is no choice. */
async function pickCall(
  { file }: Subject,
  { setup, choices }: Calls,
  remembered: Answers | undefined,
  save: (again: Answers) => void,
): Promise<Item['pick'] | undefined> {
  const again = remembered && fitting([...(setup ? [setup] : []), ...choices], remembered) ? remembered : undefined;
  const [only] = choices;
  if (!again && choices.length <= 1) return only ?? 'setup';
  const fresh: Item[] = choices.length === 0 && setup ? [{ ...itemOf(setup), pick: 'setup' }] : choices.map(itemOf);
  const saving: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('save'), tooltip: messages.saveTooltip() };
  const last = again?.last.at(-1);
  const label = [...choices, ...(setup ? [setup] : [])].find(({ id }) => id === last?.call)?.label ?? '';
  const first: Item[] = again
    ? [
        {
          label: `$(history) ${messages.againLabel(label)}`,
          description: messages.answersText(again.last.map(({ texts }) => texts)),
          buttons: [saving],
          pick: 'again',
        },
        { label: '', kind: vscode.QuickPickItemKind.Separator, pick: 'again' },
      ]
    : [];
  const input = vscode.window.createQuickPick<Item>();
  input.title = messages.callTitle(file.name);
  input.placeholder = messages.callPlaceholder();
  input.matchOnDescription = true;
  input.ignoreFocusOut = true;
  input.items = [...first, ...fresh];
  return new Promise((resolve) => {
    input.onDidAccept(() => {
      resolve(input.selectedItems[0]?.pick);
      input.hide();
    });
    input.onDidTriggerItemButton(() => {
      resolve(undefined);
      input.hide();
      if (again) save(again);
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

const itemOf = (call: CallEntry): Item => ({ label: call.label, description: call.detail, pick: call });

/** Whether answers are still for calls that there are. */
const fitting = (calls: readonly CallEntry[], { last }: Answers): boolean =>
  last.length > 0 &&
  last.every((answer) => calls.find(({ id }) => id === answer.call)?.parameters.length === answer.texts.length);
