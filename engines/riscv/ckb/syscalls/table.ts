import { loadCellData, loadCellDataAsCode } from './data.ts';
import { execVersion1, execVersion2 } from './exec.ts';
import * as load from './load.ts';
import * as pipes from './pipes.ts';
import * as processes from './process.ts';
import * as spawn from './spawn.ts';
import type { Syscall } from './syscall.ts';

/** Number, name, what it takes, first and last version, cost beside the 500 cycles of ECALL, source, function, sentence. */
type Line = readonly [
  number: number,
  name: string,
  takes: string,
  since: number,
  until: number,
  cost: string,
  source: string,
  run: Syscall['run'],
  doc: string,
];

const perByte = '1 cycle for each 4 bytes';
const turn = '800 cycles';

// biome-ignore format: a table is read by its columns
const lines: readonly Line[] = [
  [93,   'exit',                   'code',                                   0, 2, '',        'RFC 0009', processes.exit, 'Ends the process with an exit code of 8 bits; 0 is success.'],
  [2041, 'vm_version',             '',                                       1, 2, '',        'RFC 0034', processes.vmVersion, 'The version of CKB-VM: 1 or 2.'],
  [2042, 'current_cycles',         '',                                       1, 2, '',        'RFC 0034', processes.currentCycles, 'The cycles taken so far, those of this ECALL among them.'],
  [2043, 'exec',                   'index, source, place, bounds, argc, argv', 1, 1, perByte, 'RFC 0034', execVersion1, 'Goes on with another program, which stands in a cell or in a witness; comes back only where there is none.'],
  [2043, 'exec',                   'index, source, place, bounds, argc, argv', 2, 2, '75,000 cycles, and 1 cycle for each 4 bytes', 'RFC 0034', execVersion2, 'Goes on with another program, which stands in a cell or in a witness; comes back only where there is none.'],
  [2051, 'load_transaction',       'addr, len*, offset',                     0, 2, perByte, 'RFC 0009', load.loadTransaction, 'Loads the transaction, witnesses included.'],
  [2052, 'load_script',            'addr, len*, offset',                     0, 2, perByte, 'RFC 0009', load.loadScript, 'Loads the script that runs: code hash, hash type and arguments.'],
  [2061, 'load_tx_hash',           'addr, len*, offset',                     0, 2, perByte, 'RFC 0009', load.loadTransactionHash, 'Loads the hash of the transaction without its witnesses.'],
  [2062, 'load_script_hash',       'addr, len*, offset',                     0, 2, perByte, 'RFC 0009', load.loadScriptHash, 'Loads the hash of the script that runs.'],
  [2071, 'load_cell',              'addr, len*, offset, index, source',      0, 2, perByte, 'RFC 0009', load.loadCell, 'Loads a cell without its data: capacity, lock and type.'],
  [2072, 'load_header',            'addr, len*, offset, index, source',      0, 2, perByte, 'RFC 0009', load.loadHeader, 'Loads the header of a block that the transaction names, or that made one of its cells and is named by it.'],
  [2073, 'load_input',             'addr, len*, offset, index, source',      0, 2, perByte, 'RFC 0009', load.loadInput, 'Loads an input: since and out point.'],
  [2074, 'load_witness',           'addr, len*, offset, index, source',      0, 2, perByte, 'RFC 0009', load.loadWitness, 'Loads a witness.'],
  [2081, 'load_cell_by_field',     'addr, len*, offset, index, source, field', 0, 2, perByte, 'RFC 0009', load.loadCellField, 'Loads of a cell: 0 capacity, 1 data hash, 2 lock, 3 lock hash, 4 type, 5 type hash, 6 occupied capacity.'],
  [2082, 'load_header_by_field',   'addr, len*, offset, index, source, field', 0, 2, perByte, 'RFC 0009', load.loadHeaderField, 'Loads of a header: 0 epoch number, 1 first block of the epoch, 2 length of the epoch.'],
  [2083, 'load_input_by_field',    'addr, len*, offset, index, source, field', 0, 2, perByte, 'RFC 0009', load.loadInputField, 'Loads of an input: 0 out point, 1 since.'],
  [2091, 'load_cell_data_as_code', 'addr, memory_size, content_offset, content_size, index, source', 0, 2, '1 cycle for each 4 bytes of memory_size', 'RFC 0009', loadCellDataAsCode, 'Loads the data of a cell into pages that can then be executed and no longer written.'],
  [2092, 'load_cell_data',         'addr, len*, offset, index, source',      0, 2, perByte, 'RFC 0009', loadCellData, 'Loads the data of a cell.'],
  [2104, 'load_block_extension',   'addr, len*, offset, index, source',      2, 2, perByte, 'RFC 0050', load.loadBlockExtension, 'Loads the extension of a block that the transaction names.'],
  [2177, 'debug',                  'text*',                                  0, 2, perByte, 'RFC 0009', processes.debug, 'Says a text, which ends with a NUL; on the chain nobody hears it.'],
  [2601, 'spawn',                  'index, source, place, bounds, spawn_args*', 2, 2, '100,800 cycles, and 1 cycle for each 4 bytes', 'RFC 0050', spawn.spawn, 'Starts a process with a program that stands in a cell or in a witness.'],
  [2602, 'wait',                   'pid, exit_code*',                        2, 2, turn, 'RFC 0050', spawn.wait, 'Waits until a process has ended, and takes its exit code.'],
  [2603, 'process_id',             '',                                       2, 2, '', 'RFC 0050', spawn.processId, 'The id of the process; the first has 0.'],
  [2604, 'pipe',                   'fds*',                                   2, 2, turn, 'RFC 0050', pipes.pipe, 'Makes a pipe: an end to read from and one to write to.'],
  [2605, 'write',                  'fd, addr, len*',                         2, 2, '800 cycles, and 1 cycle for each 4 bytes', 'RFC 0050', pipes.write, 'Writes to a pipe, and waits until all is read or nobody can read it any more.'],
  [2606, 'read',                   'fd, addr, len*',                         2, 2, '800 cycles, and 1 cycle for each 4 bytes', 'RFC 0050', pipes.read, 'Reads from a pipe, and waits until there is something or nobody can write any more.'],
  [2607, 'inherited_fd',           'fds*, count*',                           2, 2, turn, 'RFC 0050', spawn.inheritedEnds, 'The ends of pipes that the process was given when it was spawned.'],
  [2608, 'close',                  'fd',                                     2, 2, turn, 'RFC 0050', pipes.close, 'Closes an end of a pipe.'],
];

/** Every syscall; exec stands here twice, for its versions differ. */
export const syscalls: readonly Syscall[] = lines.map(
  ([number, name, takes, since, until, cost, source, run, doc]) => ({
    ...{ number, name, since, until, cost, source, run, doc },
    takes: takes === '' ? [] : takes.split(', '),
  }),
);

const byVersion: readonly ReadonlyMap<bigint, Syscall>[] = [0, 1, 2].map(
  (version) =>
    new Map(
      syscalls
        .filter(({ since, until }) => since <= version && version <= until)
        .map((syscall) => [BigInt(syscall.number), syscall]),
    ),
);

/** The syscall with a number, in version 0, 1 or 2 of CKB-VM. */
export const syscallNumbered = (number: bigint, version: number): Syscall | undefined => byVersion[version].get(number);
