import type { Range } from '../language.ts';
import { type AssemblySymbol, isLocalName, shownName } from './assembler.ts';
import { Following, plain, type Scope } from './evaluator.ts';
import * as messages from './messages.ts';
import type { Module } from './module.ts';
import { offsetOf } from './section.ts';

type Global = { readonly module: Module; readonly symbol: AssemblySymbol };

/** What names mean in a program whose sections have their addresses. */
export class Names {
  readonly #globals = new Map<string, Global>();
  readonly #isWhole: boolean;
  readonly #following = new Following();

  /** Names that two modules define become problems. */
  constructor(modules: readonly Module[], isWhole: boolean) {
    this.#isWhole = isWhole;
    for (const module of modules) {
      for (const symbol of module.assembler.symbols.values()) {
        if (!(symbol.isGlobal || symbol.isWeak) || !isDefined(symbol)) continue;
        const known = this.#globals.get(symbol.name);
        if (!known || (known.symbol.isWeak && !symbol.isWeak)) this.#globals.set(symbol.name, { module, symbol });
        else if (!symbol.isWeak && symbol.definition)
          module.problems.error(symbol.definition, 'duplicate-name', messages.duplicateGlobal(symbol.name));
      }
    }
  }

  /** Names and places as addresses, as a module sees them. */
  scopeOf(module: Module, silent?: Scope['error']): Scope {
    const { symbols } = module.assembler;
    const scope: Scope = {
      error: silent ?? ((range, code, message, fix) => module.problems.error(range, code, message, fix)),
      place: (position) => plain(BigInt(position.section.address + offsetOf(position))),
      symbol: (name, range) => {
        const own = symbols.get(name);
        const global = this.#globals.get(name);
        const isOwn = isDefined(own) && (!own?.isWeak || global?.module === module);
        const symbol = isOwn ? own : global?.symbol;
        if (symbol?.position) return scope.place(symbol.position, range);
        if (symbol?.value) {
          const isOthers = global && !isOwn && global.module !== module;
          return this.#following.value(symbol, range, scope, isOthers ? this.scopeOf(global.module, silent) : scope);
        }
        if (own?.isWeak || (!this.#isWhole && (own?.isExternal || own?.isGlobal))) return plain(0n);
        if (!silent) this.#undefined(module, name, range);
        return undefined;
      },
    };
    return scope;
  }

  #undefined({ problems, text, assembler }: Module, name: string, range: Range): void {
    const error = (message: string) => problems.error(range, 'undefined-name', message);
    if (isLocalName(name)) {
      error(messages.undefinedLocal(shownName(name), text.slice(range.start, range.end)));
      return;
    }
    const symbols = [...assembler.symbols.values(), ...[...this.#globals.values()].map(({ symbol }) => symbol)];
    const names = symbols.filter((each) => isDefined(each) && !isLocalName(each.name)).map((each) => each.name);
    const meant = assembler.meant(name, names);
    error(messages.undefinedName(name, meant, this.#isWhole));
  }
}

const isDefined = (symbol: AssemblySymbol | undefined): boolean =>
  symbol?.position !== undefined || symbol?.value !== undefined;
