import type { InputFile } from '../../engine.ts';
import { associatedToken, token2022, tokenProgram } from '../idl/conventions.ts';
import { knownIdls } from '../idl/known.ts';
import type { Idl } from '../idl/types.ts';
import type { Key } from '../solana/keys.ts';

/** Names under which programs that everybody knows are built and handed around. */
const files: readonly (readonly [RegExp, Key])[] = [
  [/^(spl[-_])?token[-_]?2022([-_][\d.]+)?\.so$/, token2022],
  [/^(spl[-_])?associated[-_]token([-_]account)?(-[\d.]+)?\.so$/, associatedToken],
  [/^((spl[-_])?(p[-_])?token|pinocchio[-_]token[-_]program)(-[\d.]+)?\.so$/, tokenProgram],
];

/** A program that everybody knows, by the name of its file. */
export const knownProgram = ({
  name,
}: Pick<InputFile, 'name'>): { readonly key: Key; readonly idl: Idl } | undefined => {
  const key = files.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];
  const idl = key === undefined ? undefined : knownIdls.get(key);
  return key === undefined || !idl ? undefined : { key, idl };
};
