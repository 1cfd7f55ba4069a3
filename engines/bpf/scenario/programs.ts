import { groupWith, isObject, type Property, schemasOf, text, wrong } from '../../properties.ts';
import { type Key, wellKnown } from '../solana/keys.ts';
import * as messages from './messages.ts';

const { doc } = messages;

/** A further program. */
export type GivenProgram = {
  readonly file: string;
  readonly idl: string | undefined;
  readonly loader: Key | undefined;
};

const loaders: readonly Key[] = [wellKnown.loader1, wellKnown.loader2, wellKnown.loader3];

/** 1, 2 or 3: who has put a program where it is. */
export const loader: Property<Key> = {
  schema: { type: 'integer', enum: loaders.map((_, i) => i + 1), description: doc.loader(), default: loaders.length },
  read: (value, path) =>
    (typeof value === 'number' ? loaders[value - 1] : undefined) ?? wrong(path, messages.loaderWanted(), value),
};

const parts = { file: text(doc.programFile()), idl: text(doc.idl()), loader };
const whole = groupWith('', parts, ['file']);

/** Programs by name or key: the name of a file, or an object that says more. */
export const programs: Property<ReadonlyMap<string, GivenProgram>> = {
  schema: {
    type: 'object',
    description: doc.programs(),
    additionalProperties: { type: ['string', 'object'], properties: schemasOf(parts) },
  },
  read: (value, path) => {
    if (!isObject(value)) return wrong(path, messages.programsWanted(), value);
    return new Map(
      Object.entries(value).map(([name, given]): [string, GivenProgram] => {
        if (typeof given === 'string') return [name, { file: given, idl: undefined, loader: undefined }];
        const { file, idl, loader } = whole.read(given, `${path}.${name}`);
        return [name, { file, idl, loader }];
      }),
    );
  },
};
