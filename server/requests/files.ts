import type { Companion } from '../../engines/companions.ts';
import { type Engine, type InputFile, type LaunchProperties, LoadError } from '../../engines/engine.ts';
import { findTarget, type ReadFile } from '../../engines/scenario.ts';
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
  const needed = new Map<string, Companion>();
  const read: ReadFile = async (uri, shared) => {
    const file = known.get(keyOf(uri));
    if (file) return file;
    if (!missing.has(keyOf(uri))) needed.set(uri, { uri, ...(shared && { shared }) });
    throw new LoadError('');
  };
  try {
    await findTarget(engines, launch, read);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
  }
  return { needed: [...needed.values()] };
};
