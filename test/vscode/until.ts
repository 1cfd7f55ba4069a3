import { inspect } from 'node:util';

/**
 * Reads again and again until what is read is as wanted, and returns it.
 * @throws Error that says what was waited for and what was seen last.
 */
export async function until<T>(
  wanted: string,
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  milliseconds = 30_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) {
      throw new Error(`Waited ${milliseconds / 1000} s for ${wanted}. Seen last: ${inspect(value, { depth: 4 })}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
