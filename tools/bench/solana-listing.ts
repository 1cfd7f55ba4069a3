import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engines } from '../../engines/list.ts';
import { listing } from '../../server/requests/listing.ts';
import { litesvm, programIds } from '../../test/bpf/oracle.ts';
import { solanaProgram } from '../solana-programs.ts';
import { against, timesToOpen } from './language-server.ts';
import { median, type Row, row, type Scale } from './rows.ts';
import { inFolder, isInstalled, missing, mustRun, timeOf } from './tools.ts';

const rounds = { full: 5, tiny: 1 };

/** The largest of the programs that everybody uses, as a listing: made, and opened in the editor. */
export async function listed(scale: Scale): Promise<readonly Row[]> {
  if (!litesvm) return missing('litesvm, or a native part of it for this machine,');
  const program = solanaProgram(scale === 'full' ? programIds.token2022 : programIds.memo4);
  const name = `a program of ${Math.round(program.length / 1000)} KB`;
  const times: number[] = [];
  let made: ReturnType<typeof listing> | undefined;
  for (let n = 0; n < rounds[scale]; n++)
    times.push(
      timeOf(() => {
        const file = { uri: 'file:///bench/program.so', name: 'program.so', bytes: program.slice() };
        made = listing(engines, file, { part: undefined, vm: undefined }, (engine) => engine.defaultVersion);
      }),
    );
  if (!made) return [];
  const [ours, theirs] = await timesToOpen(made.text, made.languageId, { full: 2, tiny: 1 }[scale]);
  return [
    ...(await besideObjdump(`Solana: the listing of ${name} (Token-2022)`, program, times)),
    row(`Solana: that listing from opening to diagnostics`, ours, against, theirs, 'ms'),
  ];
}

const objdump = 'llvm-objdump';

async function besideObjdump(name: string, program: Uint8Array, times: readonly number[]): Promise<readonly Row[]> {
  if (!isInstalled(objdump)) return missing(objdump);
  return inFolder((folder) => {
    const path = join(folder, 'program.o');
    const bytes = program.slice();
    // It knows machines by the number that stock BPF has.
    new DataView(bytes.buffer).setUint16(18, 247, true);
    writeFileSync(path, bytes);
    const theirs = median(times.map(() => timeOf(() => mustRun(objdump, ['-d', path]))));
    const [, version = ''] = /version (\S+)/.exec(mustRun(objdump, ['--version'])) ?? [];
    return [row(name, median(times), `${objdump} ${version}, without labels`, theirs, 'ms')];
  });
}
