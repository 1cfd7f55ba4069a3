import { wrong } from '../../properties.ts';
import { type CallContext, encodeCall, type GivenAccount, instructionNamed } from '../idl/instruction.ts';
import type { AccountMeta, Instruction } from '../solana/account.ts';
import type { Key } from '../solana/keys.ts';
import { maxInstructionAccounts, maxInstructionData } from '../solana/packet.ts';
import { type Around, encodingOf } from './around.ts';
import { bytesOf } from './files.ts';
import { withIdl } from './idls.ts';
import type { GivenInstruction, GivenMeta } from './instructions.ts';
import * as messages from './messages.ts';

/** The instruction that a scenario gives. @throws LoadError */
export const instructionOf = (given: GivenInstruction, around: Around): Instruction => {
  const { programId, names } = around;
  const program = given.program === undefined ? programId : names.key(given.program, `${given.path}.program`);
  const instruction =
    given.instruction === undefined
      ? plainInstruction(given, program, around)
      : calledInstruction(given, given.instruction, program, around);
  const { accounts, data } = instruction;
  if (accounts.length > maxInstructionAccounts)
    return wrong(`${given.path}.accounts`, messages.fewerAccounts(maxInstructionAccounts), accounts.length);
  if (data.length > maxInstructionData) return wrong(given.path, messages.lessData(maxInstructionData), data.length);
  return instruction;
};

/** One whose data are given as bytes. */
const plainInstruction = ({ path, accounts, data }: GivenInstruction, program: Key, around: Around): Instruction => {
  const payer = around.names.key('payer', 'payer');
  const metas = listOf(accounts).map((meta, i): AccountMeta => {
    const found = accountOf(meta, `${path}.accounts[${i}]`, around);
    if (!found) return { key: program, isSigner: false, isWritable: false };
    const { key, signer = key === payer, writable = true } = found;
    return { key, isSigner: signer, isWritable: writable };
  });
  return { program, accounts: metas, data: data ? bytesOf(data, around.files, 'instructions') : new Uint8Array() };
};

/** One that an IDL says how to write. */
const calledInstruction = (given: GivenInstruction, name: string, program: Key, around: Around): Instruction => {
  const { path, accounts, args } = given;
  const { idls, names, programId, assuming } = around;
  const named =
    accounts instanceof Map
      ? new Map([...accounts].map(([key, meta]) => [key, accountOf(meta, `${path}.accounts.${key}`, around)] as const))
      : listOf(accounts).map((meta, i) => accountOf(meta, `${path}.accounts[${i}]`, around));
  return withIdl(path, () => {
    if (given.idl !== undefined) idls.set(program, idls.in(given.idl, 'instructions'));
    const idl = idls.needed(program, names.nameOf(program), path);
    const call = { args, accounts: named, path };
    const called = { idl, program, instruction: instructionNamed(idl, name) };
    const encode = (context: CallContext) => encodeCall(called, called.instruction, call, context);
    const context = encodingOf(around, idl, path);
    return program === programId && assuming ? assuming.call(called, context, encode) : encode(context);
  });
};

const listOf = (accounts: GivenInstruction['accounts']): readonly GivenMeta[] =>
  accounts instanceof Map ? [...accounts.values()] : (accounts as readonly GivenMeta[]);

const accountOf = (meta: GivenMeta, path: string, { names }: Around): GivenAccount =>
  meta && { key: names.key(meta.account, path), signer: meta.signer, writable: meta.writable };

/** An instruction without data, for who pays and all others. */
export const bareInstruction = (program: Key, payer: Key, others: readonly Key[]): Instruction => {
  const metas = others.map((key) => ({ key, isSigner: false, isWritable: true }));
  return { program, accounts: [{ key: payer, isSigner: true, isWritable: true }, ...metas], data: new Uint8Array() };
};
