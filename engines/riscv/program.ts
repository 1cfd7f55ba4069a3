import type { Code } from '../code.ts';
import { type InputFile, LoadError, type LoadOptions, type Program } from '../engine.ts';
import type { CkbCode } from './ckb/code.ts';
import { CkbMachine, type Setup } from './ckb/machine.ts';
import { Fault } from './isa/fault.ts';
import { readSettings } from './launch.ts';
import * as messages from './messages.ts';
import { type Opened, openProgram } from './open.ts';
import { sourcesOf } from './sources.ts';

/** @throws LoadError */
export const loadProgram = (file: InputFile, options: LoadOptions): Program => {
  const opened = openProgram(file);
  const settings = readSettings(options);
  const { args, maxCycles, sourceMap } = settings;
  const setup: Setup = {
    version: options.version,
    limits: options.limits,
    program: file.bytes,
    args,
    name: opened.name,
    maxCycles,
    nameAt: (address) => opened.debug.functionAt(address)?.name,
  };
  const start = () => createMachine(opened, setup);
  const codes = [...start().codes.values()];
  return { name: opened.name, codes, sources: sourcesOf(opened.debug, codes, file.uri, sourceMap), start };
};

/** The code in which a program begins. @throws LoadError */
export const codeOf = (file: InputFile, version: string): Code => {
  const opened = openProgram(file);
  const limits = { steps: 0, memory: Number.MAX_SAFE_INTEGER };
  const { name } = opened;
  const setup: Setup = {
    ...{ version, limits, program: file.bytes, args: [], name, maxCycles: Number.MAX_SAFE_INTEGER },
    nameAt: () => undefined,
  };
  const machine = createMachine(opened, setup);
  const first: CkbCode | undefined = machine.vm.codeAt(machine.hart.pc) ?? machine.vm.codes[0];
  if (!first) throw new LoadError(messages.noCode(file.name), 'program');
  return first;
};

const createMachine = ({ name }: Opened, setup: Setup): CkbMachine => {
  try {
    return new CkbMachine(setup);
  } catch (error) {
    if (error instanceof Fault) throw new LoadError(messages.brokenElf(name, error.message), 'program');
    throw error;
  }
};
