#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LoadError } from '../engines/engine.ts';
import { engines } from '../engines/list.ts';
import { ProfileError } from '../engines/profile/json.ts';
import { optionsOf, readArguments, UsageError } from './arguments.ts';
import { fetchScenario, readFetchArguments, type Surroundings } from './fetch.ts';
import * as messages from './messages.ts';
import { type Host, profile } from './profile.ts';
import { trace } from './trace.ts';

const host: Host = {
  read: (path) => readFile(path),
  readUri: (uri) => readFile(fileURLToPath(uri)),
  uriOf: (path) => pathToFileURL(resolve(path)).href,
};

const surroundings: Surroundings = {
  tell: (text) => void process.stderr.write(`${text}\n`),
  confirm: async (text) => {
    if (!process.stdin.isTTY) return undefined;
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(messages.question(text));
    terminal.close();
    return /^y(es)?$/i.test(answer.trim());
  },
  write: async (path, text) => {
    if (path === undefined) return void process.stdout.write(text);
    await writeFile(path, text, { flag: 'wx' }).catch((error) => {
      throw new UsageError(error.code === 'EEXIST' ? messages.fileThere(path) : error.message);
    });
  },
};

function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** Writes what is asked for, and returns the exit code: 1 for a mistake or a difference. */
const main = async ([command, ...words]: readonly string[]): Promise<number> => {
  try {
    if (command === undefined || words.includes('--help') || ['--help', '-h', 'help'].includes(command)) {
      process.stdout.write(`${messages.usage([...optionsOf(engines).keys()])}\n`);
      return 0;
    }
    if (command === 'trace') {
      await pipeline(withLineEnds(await trace(engines, readArguments(engines, words), host)), process.stdout);
      return 0;
    }
    if (command === 'fetch') return (await fetchScenario(engines, readFetchArguments(words), surroundings)) ? 0 : 1;
    if (command !== 'profile') throw new UsageError(messages.unknownCommand(command));
    const { text, isDifferent } = await profile(engines, readArguments(engines, words), host);
    process.stdout.write(text);
    return isDifferent ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof LoadError || error instanceof ProfileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
};

process.exitCode = await main(process.argv.slice(2));
