import type { Code } from '../../engines/code.ts';
import type { Engine, InputFile, Part } from '../../engines/engine.ts';
import { LoadError } from '../../engines/engine.ts';
import type { Language } from '../../engines/language.ts';
import { MachineError } from '../../engines/machine.ts';
import { LineIndex, mapDocument } from '../../engines/source-map.ts';
import { parse } from './assembler.ts';
import { base, makeCode, tableOf } from './code.ts';
import { flowOf } from './flow.ts';
import { ToyMachine } from './machine.ts';
import { checksumForm, faultyLine, fuelForm, hex, noCode, notToy, otherNames } from './messages.ts';
import { rows as ownRows, syscalls, type ToyRow, versions } from './rows.ts';

const magic = [0, 0x74, 0x6f, 0x79];
const isBinary = (file: InputFile) => magic.every((byte, i) => file.bytes[i] === byte);
const parts: readonly Part[] = [{ id: 'main', name: 'Program', description: 'The whole of it.' }];
const isText = (file: InputFile) => file.languageId === 'toy-asm' || file.name.endsWith('.toy');

/** Lines such as `0x105 loop`, which name the places of a binary beside it. */
const readNames = ({ bytes }: InputFile): readonly (readonly [offset: number, name: string])[] =>
  [...new TextDecoder().decode(bytes).matchAll(/^(0x[\da-f]+) (\w+)$/gm)].map(([, at, name = '']) => [
    Number(at),
    name,
  ]);

const fits = (names: ReturnType<typeof readNames>, code: Code) =>
  names.every(([offset]) => code.head(offset) === offset);

/** The toy with further instructions: a row given here is all that it takes. */
export const makeToy = (extraRows: readonly ToyRow[] = []): Engine => {
  const rows = [...ownRows, ...extraRows];
  const tables = new Map(versions.map(({ id }) => [id, tableOf(rows, id)]));
  const tableFor = (version: string) => tables.get(version) ?? tableOf(rows, 'v2');

  const language: Language = {
    id: 'toy-asm',
    name: 'Toy Assembly',
    extensions: ['.toy'],
    lineComment: ';',
    wordPattern: '[A-Za-z_]\\w*|-?\\d\\w*',
    directives: [
      { word: 'const', form: 'const NAME = number', doc: 'Names a number.', snippet: 'const $1 = $2' },
      {
        word: 'repeat',
        form: 'repeat N … end',
        doc: 'Writes what follows N times.',
        snippet: 'repeat $1\n  $2\nend',
      },
      { word: 'end', form: 'end', doc: 'Ends a `repeat`.', snippet: 'end' },
      { word: 'byte', form: 'byte N', doc: 'One byte as it is.', snippet: 'byte $1' },
    ],
    parse: (text, { version }) => parse(text, rows, tableFor(version), version),
    grammar: () => ({
      scopeName: 'source.toy-asm',
      patterns: [
        { match: ';.*$', name: 'comment.line.semicolon.toy-asm' },
        { match: `\\b(${rows.map((row) => row.mnemonic).join('|')})\\b`, name: 'keyword.mnemonic.toy-asm' },
        { match: '\\b(const|repeat|end|byte)\\b', name: 'keyword.control.toy-asm' },
        { match: '\\b[A-Za-z_]\\w*(?=\\s*:)', name: 'entity.name.function.toy-asm' },
        { match: '-?\\b(0x[0-9A-Fa-f]+|\\d+)\\b', name: 'constant.numeric.toy-asm' },
      ],
    }),
  };

  const assemble = (file: InputFile, version: string) => {
    if (isBinary(file)) {
      return { code: makeCode(file.bytes.slice(magic.length), file.name, tableFor(version)), sources: [], labels: [] };
    }
    const text = new TextDecoder().decode(file.bytes);
    const document = language.parse(text, { version });
    const error = document.problems.find((problem) => problem.severity === 'error');
    if (error) {
      const line = new LineIndex(text).line(error.range.start) + 1;
      throw new LoadError(faultyLine(file.name, line, error.message), 'program');
    }
    if (document.bytes.length === 0) throw new LoadError(noCode(file.name), 'program');
    const code = makeCode(document.bytes, file.name, tableFor(version));
    const labels = document.symbols.filter((symbol) => symbol.kind === 'label');
    return { code, sources: [mapDocument(file.uri, text, document, code.id)], labels };
  };

  return {
    id: 'toy',
    name: 'Toy VM',
    fidelity: { real: ['everything, for there is no other'], mock: [] },
    versions,
    defaultVersion: 'v2',
    versionSetting: { key: 'gaslamp.toy.version', description: 'Version of the toy VM.' },
    instructions: rows,
    costUnit: 'fuel',
    byteOrder: 'little',
    languages: [language],
    events: [
      { id: 'fault', text: 'Fault', description: 'The program went wrong.', default: true },
      { id: 'spawn', text: 'Thread started', description: 'A thread was started.', default: false },
      { id: 'made', text: 'Code made', description: 'Bytes of memory became code.', default: false },
    ],
    reasons: [
      'base',
      'code',
      'memory given back',
      'memory growth',
      'program load',
      ...syscalls.map(({ name }) => name),
    ],
    functions: [
      {
        name: 'checksum',
        form: 'checksum(bytes)',
        doc: 'Sum of the bytes.',
        call: ([bytes, ...more]) => {
          if (!(bytes instanceof Uint8Array) || more.length > 0) throw new MachineError(checksumForm());
          return BigInt(bytes.reduce((sum, byte) => sum + byte, 0));
        },
      },
    ],
    launch: { fuel: { type: 'number', description: 'Fuel to start with.', default: 1e12, minimum: 1 } },
    calls: () => ({
      setup: undefined,
      choices: [
        {
          id: 'fuel',
          label: 'With fuel',
          detail: 'Ends when it is used up',
          parameters: [{ name: 'fuel', type: 'number', placeholder: '1000' }],
          check: (_, text) => (/^[1-9]\d{0,14}$/.test(text) ? undefined : fuelForm()),
          launch: ([text = '']) => {
            if (!/^[1-9]\d{0,14}$/.test(text)) throw new LoadError(fuelForm(), 'fuel');
            return { fuel: Number(text) };
          },
        },
        {
          id: 'plain',
          label: 'As it is',
          detail: '',
          parameters: [],
          check: () => undefined,
          launch: () => ({}),
        },
      ],
    }),
    claim: (file) => {
      if (!isText(file) && !isBinary(file)) return { claimed: false };
      if (file.bytes.length === (isBinary(file) ? magic.length : 0)) {
        return { claimed: false, nearly: true, reason: noCode(file.name) };
      }
      return { claimed: true, parts };
    },
    code: (file, _part, version) => assemble(file, version).code,
    listing: (code) => {
      const lines: string[] = [];
      for (let at = base; at < base + code.bytes.length; at += code.decode(at)?.size ?? 1) {
        lines.push(code.decode(at)?.text ?? '');
      }
      return `${lines.join('\n')}\n`;
    },
    flow: ({ bytes }, version) => {
      const table = tableFor(version);
      return flowOf(makeCode(bytes, '', table), table);
    },
    companions: (file) => (isBinary(file) ? [{ uri: `${file.uri}.names` }] : []),
    load: (file, { version, limits, launch, companions = [] }) => {
      const { fuel = 1e12 } = launch;
      if (typeof fuel !== 'number' || !Number.isSafeInteger(fuel) || fuel < 1) throw new LoadError(fuelForm(), 'fuel');
      if (!isText(file) && !isBinary(file)) throw new LoadError(notToy(file.name), 'program');
      const { code, sources, labels } = assemble(file, version);
      const table = tableFor(version);
      const known = companions.map((each) => ({ file: each.name, names: readNames(each) }));
      const [own, others] = [known.filter(({ names }) => fits(names, code)), known.filter((e) => !fits(e.names, code))];
      const names = new Map([
        ...labels.map((label) => [Number(label.detail), label.name] as const),
        ...own.flatMap((each) => each.names),
      ]);
      const remarks = others.map((other) => otherNames(other.file));
      const program = { code, table, limits, meters: [fuel, 2 ** 20] as const, labels: names };
      return { name: file.name, codes: [code], sources, remarks, start: () => new ToyMachine(program) };
    },
    picture: (_row, _version, bytes) => (bytes?.length ? Array.from(bytes, (byte) => hex(byte)).join(' ') : undefined),
    describe: ([first, ...others]) => (first === 42 && others.every((byte) => byte === 0) ? ['The answer.'] : []),
    taken: ({ takes }) => takes.map((_, index) => `stack[${index}]`),
    link: (source) => (source === 'Toy Manual' ? 'https://example.org/toy' : undefined),
  };
};

export { op } from './rows.ts';

export const toy: Engine = makeToy();
