import { grouped } from '../digits.ts';
import { type Cost, costAt, type ExtraCost } from '../instruction.ts';
import { forks, type Rules, rules } from './forks.ts';
import type { CallKind, CreateKind } from './frame.ts';
import {
  callStipend,
  codeDepositByte,
  copyWord,
  hashWord,
  logByte,
  memoryDivisor,
  memoryWord,
  newAccount,
  valueTransfer,
  warmAccess,
} from './schedule.ts';

/** What a row charges beyond its base cost at one fork: phrases, of which those that do not hold are false or undefined. */
export type Extra = (rules: Rules, base: number) => readonly (string | false | undefined)[];

const untouched = 'not touched before in the transaction';
const coldAccount = ({ cold }: Rules, base: number) =>
  cold && `${grouped(cold.account - base)} for an account ${untouched} (EIP-2929)`;

const growth = `memory growth (${memoryWord} per new word + growth of words²/${memoryDivisor})`;
export const memory: Extra = () => [growth];
export const copying: Extra = () => [`${copyWord} per word copied`, growth];
export const hashing: Extra = () => [`${hashWord} per word hashed`, growth];
export const logging: Extra = () => [`${logByte} per byte`, growth];
export const account: Extra = (at, base) => [coldAccount(at, base)];
export const copyingCode: Extra = (at, base) => [coldAccount(at, base), ...copying(at, base)];

export const exponent: Extra = ({ expByte }) => [
  `${expByte} per byte of \`exponent\`${expByte === rules.frontier.expByte ? '' : ' (EIP-160)'}`,
];

export const loading: Extra = ({ cold }, base) => [
  cold && `${grouped(cold.slot - base)} for a slot ${untouched} (EIP-2929)`,
];

export const storing: Extra = ({ cold, sstore }, base) => {
  const fromZero = grouped(sstore.set - base);
  return sstore.net === undefined
    ? [`${fromZero} if the slot was 0 and will not be`]
    : [
        `${grouped(sstore.reset - base)} for the first change of a slot in the transaction, ${fromZero} if it was 0${cold ? '' : ` (${sstore.net})`}`,
        cold && `${grouped(cold.slot)} if it was ${untouched} (EIP-2929)`,
      ];
};

export const calling =
  (kind: CallKind): Extra =>
  (at, base) => [
    (kind === 'CALL' || kind === 'CALLCODE') &&
      `${grouped(valueTransfer)} if \`value\` is not 0 (${grouped(callStipend)} of it go to the callee)`,
    kind === 'CALL' && `${grouped(newAccount)} if it brings the account into being`,
    coldAccount(at, base),
    at.delegation &&
      at.cold &&
      `${grouped(warmAccess)} if the account delegates to another, or ${grouped(at.cold.account)} if that was ${untouched} (EIP-7702)`,
    `${growth}; ${
      at.keepsOne64th
        ? '63/64 of the gas left can be handed on, and what is not used comes back (EIP-150)'
        : 'the gas asked for is handed on, and what is not used comes back'
    }`,
  ];

export const creating =
  (kind: CreateKind): Extra =>
  (at) => [
    at.initCode && `${at.initCode.word} per word of init code (EIP-3860)`,
    kind === 'CREATE2' && `${hashWord} per word hashed`,
    `${codeDepositByte} per byte of the code deployed`,
    `${growth}; ${
      at.keepsOne64th
        ? '63/64 of the gas left is handed on, and what is not used comes back (EIP-150)'
        : 'all the gas left is handed on, and what is not used comes back'
    }`,
  ];

export const destroying: Extra = (at) => [
  coldAccount(at, 0),
  at.selfdestructPaysNewAccount && `${grouped(newAccount)} if the account is brought into being (EIP-150)`,
];

/** The phrases in words, from each fork at which they change. */
export const extraCostsOf = (costs: readonly Cost[], extra: Extra): readonly ExtraCost[] => {
  const changes: ExtraCost[] = [];
  for (const { id } of forks) {
    const base = costAt({ costs }, forks, id)?.amount;
    if (base === undefined) continue;
    const text = extra(rules[id], base)
      .filter((phrase) => phrase !== undefined && phrase !== false)
      .join(', ');
    if (text !== (changes.at(-1)?.text ?? '')) changes.push({ since: id, text });
  }
  return changes;
};
