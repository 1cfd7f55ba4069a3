import { type InputFile, LoadError } from '../../engine.ts';
import { nameOf } from '../../uri.ts';
import type { GivenBytes } from './bytes.ts';
import * as messages from './messages.ts';

/** Files that a launch names. */
export type Files = ReadonlyMap<string, InputFile>;

/** @param property that names the file @throws LoadError */
export const fileNamed = (path: string, files: Files, property: string): InputFile => {
  const file = files.get(path);
  if (!file) throw new LoadError(messages.fileMissing(nameOf(path)), property);
  return file;
};

/** @throws LoadError */
export const bytesOf = (given: GivenBytes, files: Files, property: string): Uint8Array =>
  'bytes' in given ? given.bytes : fileNamed(given.file, files, property).bytes;
