import type { Engine } from '../engine.ts';
import { works } from '../works.ts';
import { callsOf } from './asking.ts';
import { describeNumber } from './describe.ts';
import { flowOf } from './flow.ts';
import { instructions } from './isa/instructions.ts';
import { versions } from './isa/versions.ts';
import { assembly } from './language.ts';
import { claimFile } from './open.ts';
import { codeOf, listing, loadProgram, versionFor } from './program.ts';
import { besides } from './scenario/besides.ts';
import { launchSchema } from './scenario/launch.ts';
import { mapPaths } from './scenario/paths.ts';
import { events, reasons } from './solana/events.ts';
import { features } from './solana/features.ts';
import { syscalls } from './solana/syscalls/index.ts';
import { companions } from './symbols.ts';

/** Solana's runtime, which runs programs of sBPF. */
export const solana: Engine = {
  id: 'solana',
  name: 'Solana',
  fidelity: {
    real: ['sBPF v0 to v3', 'compute units', 'accounts and their rules', 'calls of other programs', 'syscalls', 'logs'],
    mock: [
      'there is no chain: accounts and transaction are what the scenario says; nobody checks signatures of the transaction',
    ],
  },
  versions,
  defaultVersion: 'v3',
  versionSetting: {
    key: 'gaslamp.solana.sbpfVersion',
    description: 'The version of sBPF that assembly is written for.',
  },
  instructions,
  costUnit: 'compute units',
  byteOrder: 'little',
  languages: [assembly],
  sourceLanguages: [
    { id: 'rust', extensions: ['.rs'] },
    { id: 'c', extensions: ['.c'] },
  ],
  events,
  reasons,
  functions: [],
  launch: launchSchema,
  calls: (file, _part, _version, companions = []) => callsOf(file, companions),
  mapPaths,
  companions: (file) => [...companions(file), ...besides(file)],
  versionFor,
  claim: claimFile,
  code: codeOf,
  listing,
  flow: flowOf,
  load: loadProgram,
  texts: [
    ...Object.values(works),
    ...syscalls.flatMap(({ doc, cost, result }) => [doc, cost, result]),
    ...Object.values(features).map(({ text }) => text),
  ],
  describe: describeNumber,
  link: (source) => {
    if (source.includes('SIMD-'))
      return 'https://github.com/solana-foundation/solana-improvement-documents/tree/main/proposals';
    return source.startsWith('RFC 9669') ? 'https://www.rfc-editor.org/rfc/rfc9669' : undefined;
  },
};
