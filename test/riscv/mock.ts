import type { Random } from '../harness/random.ts';
import { hexOf, scriptFor } from './transactions.ts';

const bytesOf = (random: Random, length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256));
const hashOf = (random: Random): string => hexOf(bytesOf(random, 32));
const number = (value: bigint | number): string => `0x${value.toString(16)}`;

const outPoint = (random: Random) => ({ tx_hash: hashOf(random), index: number(random.below(5)) });

const anyScript = (random: Random) => ({
  code_hash: hashOf(random),
  hash_type: random.pick(['data', 'type', 'data1', 'data2']),
  args: hexOf(bytesOf(random, random.below(60))),
});

const headerOf = (random: Random) => {
  const first = random.below(1800);
  return {
    ...{ version: '0x0', compact_target: number(random.below(2 ** 31)), timestamp: number(random.below(2 ** 40)) },
    ...{ number: number(first + random.below(10_000)), nonce: `0x${'ab'.repeat(1 + random.below(16))}` },
    epoch: number((1800n << 40n) | (BigInt(first) << 24n) | BigInt(random.below(5000))),
    ...{ parent_hash: hashOf(random), transactions_root: hashOf(random), proposals_hash: hashOf(random) },
    ...{ extra_hash: hashOf(random), dao: hashOf(random), hash: hashOf(random) },
  };
};

/** Bytes of a witness before the program in it. */
export const witnessOffset = 12;

/**
 * A transaction with some of everything. The program is the first cell dep and stands in the first witness too; the first input
 * has it as lock and the first output as type.
 */
export const mockFor = (program: Uint8Array, version: number, random: Random) => {
  const lock = scriptFor(program, version, hexOf(bytesOf(random, random.below(40))));
  const headers = [headerOf(random), headerOf(random)];
  const madeBy = () => random.pick([null, headers[0].hash, headers[1].hash, hashOf(random)]);
  const data = (most: number) => hexOf(bytesOf(random, random.below(3) === 0 ? 0 : random.below(most)));
  const output = (own: boolean) => ({
    capacity: number(random.below(2 ** 50)),
    lock: own ? lock : anyScript(random),
    type: random.below(2) === 0 ? null : random.below(3) === 0 ? lock : anyScript(random),
  });
  const inputs = [true, false, true].map((own) => ({
    input: { since: number(random.below(2 ** 40)), previous_output: outPoint(random) },
    ...{ output: output(own), data: data(300), header: madeBy() },
  }));
  const dep = (contents: string, type: 'code' | 'dep_group' = 'code') => ({
    cell_dep: { out_point: outPoint(random), dep_type: type },
    ...{ output: output(false), data: contents, header: madeBy() },
  });
  const members = [dep(data(200)), dep(data(6000))];
  const group = dep(
    `0x${le(members.length)}${members.map(({ cell_dep }) => pointBytes(cell_dep.out_point)).join('')}`,
    'dep_group',
  );
  const deps = [dep(hexOf(program)), group, dep(data(9000))];
  const outputs = [{ ...output(false), type: lock }, output(false), output(true)];
  return {
    mock_info: {
      ...{ inputs, cell_deps: [...deps, ...members], header_deps: headers },
      extensions: [[headers[0].hash, data(96)]],
    },
    tx: {
      version: '0x0',
      cell_deps: deps.map(({ cell_dep }) => cell_dep),
      header_deps: headers.map(({ hash }) => hash),
      inputs: inputs.map(({ input }) => input),
      outputs,
      outputs_data: outputs.map(() => data(300)),
      witnesses: [hexOf(Uint8Array.from([...new Uint8Array(witnessOffset), ...program])), '0x', data(500)],
    },
  };
};

const le = (value: number): string => hexOf(new Uint8Array(Uint32Array.of(value).buffer)).slice(2);
const pointBytes = ({ tx_hash, index }: { tx_hash: string; index: string }): string =>
  tx_hash.slice(2) + le(Number(index));
