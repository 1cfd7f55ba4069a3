import type { Diagnostic } from 'vscode-languageserver';
import { diagnose } from './diagnosing.ts';
import type { Documents } from './documents.ts';
import { diagnosticsOf } from './requests/diagnostics.ts';

/** Milliseconds for which a text is left alone before it is looked at: of edits in a row only the last counts. */
const patience = 100;

type Publish = (uri: string, diagnostics: Diagnostic[], version?: number) => void;

/** Tells what is wrong in a text to a client that does not ask, as those of before LSP 3.17. */
export class Pushes {
  readonly #documents: Documents;
  readonly #publish: Publish;
  readonly #failed: (error: unknown) => void;
  #stopped = false;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(documents: Documents, publish: Publish, failed: (error: unknown) => void) {
    this.#documents = documents;
    this.#publish = publish;
    this.#failed = failed;
  }

  /** The text, or how it is read, has changed. */
  changed(uri: string): void {
    this.#forget(uri);
    this.#waiting.set(
      uri,
      setTimeout(() => this.#tell(uri), patience),
    );
  }

  closed(uri: string): void {
    this.#forget(uri);
    this.#publish(uri, []);
  }

  stop(): void {
    this.#stopped = true;
    for (const uri of [...this.#waiting.keys()]) this.#forget(uri);
  }

  async #tell(uri: string): Promise<void> {
    this.#waiting.delete(uri);
    // A text that changes meanwhile is looked at again when it has been left alone.
    const isWanted = () => !this.#stopped && !this.#waiting.has(uri);
    try {
      const snapshot = await diagnose(this.#documents, uri, isWanted);
      if (snapshot) this.#publish(uri, diagnosticsOf(snapshot), snapshot.text.version);
    } catch (error) {
      this.#failed(error);
    }
  }

  #forget(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
  }
}
