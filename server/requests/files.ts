import { type Engine, type InputFile, type LaunchProperties, LoadError } from '../../engines/engine.ts';
import { findTarget } from '../../engines/scenario.ts';
import { keyOf } from '../../engines/uri.ts';
import type { FilesResult } from '../protocol.ts';

/** Which files a launch leads to, by way of scenarios, that are not among those given. What is wrong with it is for the debugger to say. */
export const files = async (
  engines: readonly Engine[],
  launch: LaunchProperties,
  given: readonly InputFile[],
  absent: readonly string[],
): Promise<FilesResult> => {
  const known = new Map(given.map((file) => [keyOf(file.uri), file]));
  const missing = new Set(absent.map(keyOf));
  const needed: string[] = [];
  const read = async (uri: string): Promise<InputFile> => {
    const file = known.get(keyOf(uri));
    if (file) return file;
    if (!missing.has(keyOf(uri))) needed.push(uri);
    throw new LoadError('');
  };
  try {
    await findTarget(engines, launch, read);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
  }
  return { needed: [...new Set(needed)] };
};
