import { SyscallError } from '../errors.ts';
import { bytesOfKey, type Key, keyOf, keySize } from '../keys.ts';
import { maxSeedSize, maxSeeds, programAddress } from '../program-address.ts';
import { type ProgramMemory, slicesAt } from './memory.ts';
import { addressOf, number, type Parameter, type Syscall } from './row.ts';

const source = 'agave syscalls/src/lib.rs';
const attempt = 1500;

type Inputs = { readonly seeds: readonly Uint8Array[]; readonly program: Key };

const inputsAt = (memory: ProgramMemory, seedsAt: bigint, count: bigint, programAt: bigint): Inputs => {
  const slices = slicesAt(memory, seedsAt, count);
  if (slices.length > maxSeeds) throw tooLong();
  const seeds = slices.map(({ address, size }) => {
    if (size > maxSeedSize) throw tooLong();
    return memory.read(address, size);
  });
  return { seeds, program: keyOf(memory.read(programAt, keySize)) };
};

const tooLong = (): SyscallError =>
  new SyscallError(
    'Could not create program address with signer seeds: Length of the seed is too long for address generation',
  );

const parameters: readonly Parameter[] = [
  addressOf('seeds', 'list of address and length'),
  number('count'),
  addressOf('program', `${keySize} bytes`),
  addressOf('address', `${keySize} bytes`),
];

/** Addresses that belong to a program (program derived addresses). */
export const programAddresses: readonly Syscall[] = [
  {
    name: 'sol_create_program_address',
    parameters,
    result: '0, 1 if a secret key may exist for the address',
    cost: `${attempt}`,
    doc: 'Writes the program derived address that seeds and a program give.',
    source,
    run: (context) => {
      const [seedsAt, count, programAt, target] = context.args;
      context.charge(attempt, 'program address');
      const { seeds, program } = inputsAt(context.memory, seedsAt, count, programAt);
      const found = programAddress(seeds, program);
      if (!found) return 1n;
      context.memory.write(target, bytesOfKey(found));
      return 0n;
    },
  },
  {
    name: 'sol_try_find_program_address',
    parameters: [...parameters, addressOf('bump', 'byte')],
    result: '0, 1 if there is none',
    cost: `${attempt} for each seed that is tried`,
    doc: 'Tries bumps, a last seed of one byte from 255 down, until one gives a program derived address, and writes both.',
    source,
    run: (context) => {
      const [seedsAt, count, programAt, target, bumpAt] = context.args;
      const { memory } = context;
      context.charge(attempt, 'program address');
      const { seeds, program } = inputsAt(memory, seedsAt, count, programAt);
      for (let bump = 255; bump > 0; bump--) {
        const found = seeds.length < maxSeeds && programAddress([...seeds, Uint8Array.of(bump)], program);
        if (found) {
          memory.checkWrites([
            { address: bumpAt, size: 1 },
            { address: target, size: keySize },
          ]);
          memory.write(bumpAt, Uint8Array.of(bump));
          memory.write(target, bytesOfKey(found));
          return 0n;
        }
        context.charge(attempt, 'program address');
      }
      return 1n;
    },
  },
];
