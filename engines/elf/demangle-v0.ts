/** Types of one letter. */
const basicTypes: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/** No name of a program comes near; references back would otherwise make a short symbol endless. */
const mostNodes = 2000;
const deepest = 64;

class Unreadable extends Error {}

/** The mangling v0 of rustc (RFC 2603). Lifetimes and what tells crates of one name apart are left out. */
export const demangleV0 = (symbol: string): string | undefined => {
  const content = /^_{0,2}R([A-Z][\w]*)(?:[.$].*)?$/.exec(symbol)?.[1];
  if (content === undefined) return undefined;
  try {
    return new Demangler(content).path(true);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
};

/** Reads a symbol from left to right; each method takes what its name says and gives it as text. */
class Demangler {
  readonly #text: string;
  #at = 0;
  #nodes = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `isValue` tells a function from a type: the generic arguments of the former stand behind `::`. */
  path(isValue: boolean): string {
    return this.#node(() => {
      switch (this.#next()) {
        case 'C':
          return this.#identifier().name;
        case 'M':
          this.#implPath();
          return `<${this.#type()}>`;
        case 'X':
          this.#implPath();
          return `<${this.#type()} as ${this.path(false)}>`;
        case 'Y':
          return `<${this.#type()} as ${this.path(false)}>`;
        case 'N':
          return this.#nested(isValue);
        case 'I': {
          const path = this.path(isValue);
          const list = this.#until(() => this.#genericArgument())
            .filter((argument) => argument !== '')
            .join(', ');
          if (list === '') return path;
          return `${path}${isValue ? '::' : ''}<${list}>`;
        }
        case 'B':
          return this.#back(() => this.path(isValue));
        default:
          throw new Unreadable();
      }
    });
  }

  #nested(isValue: boolean): string {
    const namespace = this.#next();
    const path = this.path(isValue);
    const { name, disambiguator } = this.#identifier();
    if (/[a-z]/.test(namespace)) return name === '' ? path : `${path}::${name}`;
    // What has no name in the source: a closure, a shim.
    const kind = { C: 'closure', S: 'shim' }[namespace] ?? namespace;
    return `${path}::{${kind}${name === '' ? '' : `:${name}`}#${disambiguator}}`;
  }

  /** Says where an `impl` stands, which a person can do without. */
  #implPath(): void {
    this.#disambiguator();
    this.path(false);
  }

  #genericArgument(): string {
    if (this.#take('L')) {
      this.#base62();
      return '';
    }
    return this.#take('K') ? this.#constant() : this.#type();
  }

  #type(): string {
    return this.#node(() => {
      const letter = this.#next();
      const basic = basicTypes[letter];
      if (basic !== undefined) return basic;
      switch (letter) {
        case 'A':
          return `[${this.#type()}; ${this.#constant()}]`;
        case 'S':
          return `[${this.#type()}]`;
        case 'T': {
          const types = this.#until(() => this.#type());
          return `(${types.join(', ')}${types.length === 1 ? ',' : ''})`;
        }
        case 'R':
          this.#lifetime();
          return `&${this.#type()}`;
        case 'Q':
          this.#lifetime();
          return `&mut ${this.#type()}`;
        case 'P':
          return `*const ${this.#type()}`;
        case 'O':
          return `*mut ${this.#type()}`;
        case 'F':
          return this.#signature();
        case 'D':
          return this.#dynamic();
        case 'B':
          return this.#back(() => this.#type());
        default:
          this.#at--;
          return this.path(false);
      }
    });
  }

  #signature(): string {
    this.#binder();
    const unsafe = this.#take('U') ? 'unsafe ' : '';
    const abi = this.#take('K') ? `extern "${this.#abi()}" ` : '';
    const parameters = this.#until(() => this.#type()).join(', ');
    const result = this.#type();
    return `${unsafe}${abi}fn(${parameters})${result === '()' ? '' : ` -> ${result}`}`;
  }

  #abi(): string {
    return this.#take('C') ? 'C' : this.#plainIdentifier().replaceAll('_', '-');
  }

  #dynamic(): string {
    this.#binder();
    const traits = this.#until(() => {
      const trait = this.path(false);
      const bindings: string[] = [];
      while (this.#take('p')) bindings.push(`${this.#plainIdentifier()} = ${this.#type()}`);
      if (bindings.length === 0) return trait;
      return trait.endsWith('>')
        ? `${trait.slice(0, -1)}, ${bindings.join(', ')}>`
        : `${trait}<${bindings.join(', ')}>`;
    });
    this.#lifetime();
    return `dyn ${traits.join(' + ')}`;
  }

  #constant(): string {
    return this.#node(() => {
      if (this.#take('p')) return '_';
      if (this.#take('B')) return this.#back(() => this.#constant());
      const type = basicTypes[this.#next()];
      const sign = this.#take('n') ? '-' : '';
      const digits = this.#match(/[\da-f]*_/y).slice(0, -1);
      const value = BigInt(`0x${digits || '0'}`);
      if (type === 'bool') return value === 0n ? 'false' : 'true';
      if (type === 'char' && value <= 0x10ffffn) return `'${String.fromCodePoint(Number(value))}'`;
      return `${sign}${value}`;
    });
  }

  #lifetime(): void {
    if (this.#take('L')) this.#base62();
  }

  #binder(): void {
    if (this.#take('G')) this.#base62();
  }

  #identifier(): { readonly name: string; readonly disambiguator: number } {
    const disambiguator = this.#disambiguator();
    return { disambiguator, name: this.#plainIdentifier() };
  }

  #disambiguator(): number {
    return this.#take('s') ? this.#base62() + 1 : 0;
  }

  #plainIdentifier(): string {
    const isPunycode = this.#take('u');
    const length = Number(this.#match(/0|[1-9]\d{0,5}/y));
    this.#take('_');
    const name = this.#text.slice(this.#at, this.#at + length);
    if (name.length < length) throw new Unreadable();
    this.#at += length;
    return isPunycode ? `punycode{${name}}` : name;
  }

  /** `_` is 0, and every other number is one more than its digits say. */
  #base62(): number {
    const digits = this.#match(/[\da-zA-Z]{0,16}_/y).slice(0, -1);
    if (digits === '') return 0;
    let value = 0;
    for (const digit of digits) {
      const shift = digit <= '9' ? 48 : digit >= 'a' ? 87 : 29;
      value = value * 62 + digit.charCodeAt(0) - shift;
    }
    return value + 1;
  }

  /** What stands where a reference points to: before the reference itself. */
  #back(read: () => string): string {
    const limit = this.#at - 1;
    const target = this.#base62();
    if (target >= limit) throw new Unreadable();
    const behind = this.#at;
    this.#at = target;
    const text = read();
    this.#at = behind;
    return text;
  }

  #until(read: () => string): string[] {
    const found: string[] = [];
    while (!this.#take('E')) found.push(read());
    return found;
  }

  #node(read: () => string): string {
    if (++this.#nodes > mostNodes || this.#depth >= deepest) throw new Unreadable();
    this.#depth++;
    const text = read();
    this.#depth--;
    return text;
  }

  #next(): string {
    const letter = this.#text[this.#at];
    if (letter === undefined) throw new Unreadable();
    this.#at++;
    return letter;
  }

  #take(letter: string): boolean {
    if (this.#text[this.#at] !== letter) return false;
    this.#at++;
    return true;
  }

  /** What a sticky pattern finds here. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new Unreadable();
    this.#at += found.length;
    return found;
  }
}
