import type { Engine } from '../engine.ts';
import { works } from '../works.ts';
import { writtenRows } from './assembly/vocabulary.ts';
import { events, reasons } from './ckb/events.ts';
import { syscalls } from './ckb/syscalls/table.ts';
import { newestVersion, versions } from './ckb/versions.ts';
import { describeNumber, picture } from './describe.ts';
import { flowOf } from './flow.ts';
import { filesIn } from './held.ts';
import { assembly } from './language.ts';
import { launchSchema, mapPaths, replaces } from './launch.ts';
import { listing } from './listing.ts';
import { claimFile } from './open.ts';
import { codeOf, loadProgram, versionFor } from './program.ts';
import { companions } from './sources.ts';

/** CKB-VM, which runs the scripts of Nervos CKB. */
export const ckb: Engine = {
  id: 'ckb',
  name: 'CKB-VM',
  fidelity: {
    real: ['RV64IMC and B', 'cycles with macro-op fusion', 'memory rights', 'versions 0, 1 and 2'],
    mock: ['there is no chain: the transaction is what the launch configuration or scenario says'],
  },
  versions,
  defaultVersion: newestVersion,
  versionSetting: { key: 'gaslamp.ckb.vmVersion', description: 'The version of CKB-VM that runs a script.' },
  instructions: writtenRows,
  costUnit: 'cycles',
  byteOrder: 'little',
  languages: [assembly],
  sourceLanguages: [
    { id: 'c', extensions: ['.c'] },
    { id: 'cpp', extensions: ['.cc', '.cpp', '.h', '.hpp'] },
    { id: 'rust', extensions: ['.rs'] },
  ],
  events,
  reasons,
  functions: [],
  launch: launchSchema,
  replaces,
  mapPaths,
  companions,
  filesIn,
  versionFor,
  claim: claimFile,
  code: codeOf,
  listing,
  flow: flowOf,
  load: loadProgram,
  texts: [...Object.values(works), ...syscalls.flatMap(({ doc, cost }) => (cost === '' ? [doc] : [doc, cost]))],
  describe: describeNumber,
  picture,
  link: (source) => (source.startsWith('RISC-V') ? 'https://riscv.org/technical/specifications/' : undefined),
};
