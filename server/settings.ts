import type { Engine } from '../engines/engine.ts';
import { type HintKind, hintKey, hintKinds, hintSettings } from './hints.ts';
import { unknownVersion } from './messages.ts';

/** What the person chose: the version of each engine, and what is shown beside the code. */
export class Settings {
  readonly #engines: readonly Engine[];
  readonly #versions = new Map<Engine, string>();
  #hints: ReadonlySet<HintKind> = new Set(hintKinds.filter((kind) => hintSettings[kind].default));
  readonly #warned = new Set<string>();

  constructor(engines: readonly Engine[]) {
    this.#engines = engines;
  }

  /** The keys that `update` takes values for, in the same order. */
  get keys(): string[] {
    return [...this.#engines.map((engine) => engine.versionSetting.key), ...hintKinds.map(hintKey)];
  }

  get hints(): ReadonlySet<HintKind> {
    return this.#hints;
  }

  version(engine: Engine): string {
    return this.#versions.get(engine) ?? engine.defaultVersion;
  }

  /**
   * Takes the values of `keys` as they stand in the settings, whatever they are.
   * Gives whether a version or a hint changed, and a warning for each value that names none: once, however often it comes.
   */
  update(values: readonly unknown[]): {
    readonly changed: boolean;
    readonly hintsChanged: boolean;
    readonly warnings: readonly string[];
  } {
    let changed = false;
    const warnings: string[] = [];
    for (const [index, engine] of this.#engines.entries()) {
      const value = values[index] ?? engine.defaultVersion;
      const known = engine.versions.map((version) => version.id);
      const version = typeof value === 'string' && known.includes(value) ? value : engine.defaultVersion;
      if (version !== value) {
        const warning = unknownVersion(engine.versionSetting.key, JSON.stringify(value), known, engine.defaultVersion);
        if (!this.#warned.has(warning)) warnings.push(warning);
        this.#warned.add(warning);
      }
      if (version !== this.version(engine)) changed = true;
      this.#versions.set(engine, version);
    }
    const before = this.#hints;
    this.#hints = new Set(
      hintKinds.filter((kind, index) => {
        const value = values[this.#engines.length + index];
        return typeof value === 'boolean' ? value : hintSettings[kind].default;
      }),
    );
    const hintsChanged = hintKinds.some((kind) => before.has(kind) !== this.#hints.has(kind));
    return { changed, hintsChanged, warnings };
  }
}

/** The value at a dotted key of nested settings: `a.b.c` in `{ a: { b: { c } } }`. */
export const valueAt = (settings: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      settings,
    );
