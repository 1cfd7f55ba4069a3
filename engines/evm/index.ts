import type { SourceMap } from '../code.ts';
import type { Engine, InputFile, Program } from '../engine.ts';
import { MachineError } from '../machine.ts';
import { mapDocument } from '../source-map.ts';
import { callsOf } from './asking.ts';
import { evmHex } from './assembly/hex.ts';
import { evmAssembly } from './assembly/language.ts';
import { listingOf } from './assembly/listing.ts';
import { EvmCode } from './code.ts';
import { describe, taken } from './describe.ts';
import { events } from './events.ts';
import { fetching } from './fetch/fetch.ts';
import { claimFile, openCode, openSource } from './files/open.ts';
import { flowOf } from './flow.ts';
import { forks, newestFork } from './forks.ts';
import { instructions } from './instructions.ts';
import { keccak256 } from './keccak.ts';
import { codeOf, launchSchema, mapPaths, readMessage, replaces } from './launch.ts';
import { keccakTakesBytes } from './launch-messages.ts';
import { createMachine } from './message.ts';
import { precompileReasons } from './precompiles/table.ts';
import { reasons } from './reasons.ts';
import { outermostCode, traceProgram } from './trace/program.ts';
import { isTrace } from './trace/rows.ts';
import { traceLines } from './trace/write.ts';

export const evm: Engine = {
  id: 'evm',
  name: 'EVM',
  fidelity: {
    real: [
      'every opcode, precompile and charge of each fork',
      'calls, creations and whole transactions with fees, refunds and receipts',
      'state roots',
    ],
    mock: [
      'there is no chain: accounts, balances and the block are what the launch configuration or scenario says',
      'the hashes of earlier blocks are 0 unless they are given',
      'the sender of a transaction is named, unless it is given with its signature',
    ],
  },
  versions: forks,
  defaultVersion: newestFork,
  versionSetting: { key: 'gaslamp.evm.fork', description: 'The fork of Ethereum whose rules the EVM follows.' },
  instructions,
  costUnit: 'gas',
  byteOrder: 'big',
  languages: [evmAssembly, evmHex],
  events,
  reasons: [...reasons, ...precompileReasons],
  functions: [
    {
      name: 'keccak',
      form: 'keccak(bytes)',
      doc: 'The Keccak-256 hash of bytes: `keccak(memory[0x00..0x40])`.',
      call: ([data, ...more]) => {
        if (!(data instanceof Uint8Array) || more.length > 0) throw new MachineError(keccakTakesBytes());
        return keccak256(data);
      },
    },
  ],
  launch: launchSchema,
  calls: (file, part, version) => (isTrace(file.bytes) ? undefined : callsOf(file, part, version)),
  replaces,
  mapPaths,
  claim: claimFile,
  code: (file, part, version) => {
    if (isTrace(file.bytes)) return outermostCode(file, version);
    const { bytes, name } = openCode(file, part, version);
    return new EvmCode(bytes, version, name);
  },
  listing: listingOf,
  flow: flowOf,
  load: (file, options): Program => {
    if (isTrace(file.bytes)) return traceProgram(file, options.version);
    const opened = openCode(file, options.part, options.version);
    const message = readMessage(opened, options);
    const code = new EvmCode(codeOf(message), options.version, opened.name);
    const others = [...(options.files?.values() ?? [])].filter(({ uri }) => uri !== file.uri);
    const sources = [file, ...others].map((each) => sourceIn(each, options.version));
    const start = () => createMachine(message);
    start();
    return {
      name: opened.name,
      codes: [code],
      sources: sources.filter((map) => map !== undefined),
      start,
    };
  },
  trace: traceLines,
  fetching,
  describe,
  taken,
  link: (source) => {
    if (source === 'Yellow Paper') return 'https://ethereum.github.io/yellowpaper/paper.pdf';
    const eip = /^E(?:IP|RC)-(\d+)$/.exec(source)?.[1];
    return eip === undefined ? undefined : `https://eips.ethereum.org/EIPS/eip-${eip}`;
  },
};

/** From the text of a file to its code; undefined for a file that is no assembly. */
const sourceIn = (file: InputFile, version: string): SourceMap | undefined => {
  const source = openSource(file, version);
  if (!source) return undefined;
  const { text, document } = source;
  return mapDocument(file.uri, text, document, new EvmCode(document.bytes, version, file.name).id);
};
