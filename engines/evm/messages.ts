import { grouped } from '../digits.ts';
import { t, tableText } from '../translate.ts';
import type { EvmCode } from './code.ts';
import type { Reason } from './reasons.ts';
import type { Log } from './state.ts';
import { type Address, hexOf, toBytes } from './words.ts';

/** `0x5fbd…0aa3` */
export const shortAddress = (address: Address) => `${address.slice(0, 6)}…${address.slice(-4)}`;
/** Codes that nobody named are named after an address. */
const isNamed = (codeName: string | undefined): codeName is string =>
  codeName !== undefined && !/0x[\da-f]{4}…[\da-f]{4}$/.test(codeName);
/** `Token 0x5fbd…0aa3`; without the name where the code has none but an address. */
export const accountName = (codeName: string | undefined, address: Address) =>
  isNamed(codeName) ? `${codeName} ${shortAddress(address)}` : shortAddress(address);
/** `CALL Token.transfer`, as far as names are known, and the address where they are not: a call stack is narrow. */
export const frameName = (kind: string, codeName: string, address: Address, called: string | undefined) =>
  `${kind} ${isNamed(codeName) ? codeName : shortAddress(address)}${called === undefined ? '' : `.${called}`}`;
const hexWord = (value: bigint) => `0x${value.toString(16)}`;
const hexBytes = (bytes: Uint8Array) =>
  `0x${hexOf(bytes.length > 64 ? bytes.subarray(0, 64) : bytes)}${bytes.length > 64 ? '…' : ''}`;

const longest = 1000;
const shortened = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** `1 byte`, `32 bytes`. */
const byteCount = (size: bigint | number) => (BigInt(size) === 1n ? t('1 byte') : t('{0} bytes', grouped(size)));

/** A size in the largest unit that gives at least one of it. */
export const bytesText = (size: bigint): string => {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let rest = size;
  while (rest >= 1024n && unit < units.length - 1) {
    rest /= 1024n;
    unit += 1;
  }
  return `${grouped(rest)} ${units[unit]}`;
};

const wereLeft = (gas: bigint) => (gas === 1n ? t('1 was left') : t('{0} were left', grouped(gas)));

export const outOfGas = (instruction: string, needs: bigint, reason: Reason, left: bigint) =>
  reason === 'base'
    ? t('Out of gas: {0} needs {1} gas, {2}.', instruction, grouped(needs), wereLeft(left))
    : t(
        'Out of gas: {0} needs {1} gas (with {2}), {3}.',
        instruction,
        grouped(needs),
        tableText(reason),
        wereLeft(left),
      );
export const precompileOutOfGas = (name: string, needs: bigint, left: bigint) =>
  t('Out of gas: the precompile {0} needs {1} gas, {2}.', name, grouped(needs), wereLeft(left));
export const storageSentry = (needed: number, left: bigint) =>
  t('Out of gas: SSTORE needs more than {0} gas left (EIP-2200), {1}.', grouped(needed), wereLeft(left));
export const invalidOpcode = (opcode: number, pc: number, fork: string) =>
  t(
    'Invalid opcode 0x{0} at {1}: the fork {2} has no such instruction.',
    opcode.toString(16).padStart(2, '0'),
    hexWord(BigInt(pc)),
    fork,
  );
export const gaveUp = (pc: number) => t('INVALID at {0}: the program gave up on purpose.', hexWord(BigInt(pc)));
export const stackUnderflow = (instruction: string, needed: number, has: number) =>
  t('Stack underflow: {0} takes {1}, the stack holds {2}.', instruction, grouped(needed), grouped(has));
export const stackOverflow = (instruction: string) =>
  t('Stack overflow: {0} would put more than 1,024 words on the stack.', instruction);
export const badJump = (target: bigint, code: EvmCode) => {
  const offset = target < code.bytes.length ? Number(target) : undefined;
  if (offset === undefined)
    return t('Bad jump target {0}: the code has {1}.', hexWord(target), byteCount(code.bytes.length));
  if (code.head(offset) !== offset) return t('Bad jump target {0}: it lies in the data of a push.', hexWord(target));
  return t('Bad jump target {0}: there stands {1}, not JUMPDEST.', hexWord(target), code.decode(offset)?.text ?? '');
};
export const staticViolation = (instruction: string) =>
  t('Static violation: {0} changes state, and this call came through STATICCALL, which forbids it.', instruction);
export const returnedOutOfBounds = (from: bigint, size: bigint, has: number) =>
  t('RETURNDATACOPY reads {0} at {1}, but the last call returned {2}.', byteCount(size), grouped(from), byteCount(has));
export const codeTooLarge = (size: number, limit: number) =>
  t("The new contract's code has {0} bytes; at most {1} may be deployed (EIP-170).", grouped(size), grouped(limit));
export const codeStartsWithEf = () => t("The new contract's code starts with 0xef, which is reserved (EIP-3541).");
export const initCodeTooLarge = (size: bigint, limit: number) =>
  t('Out of gas: the init code has {0} bytes; at most {1} are allowed (EIP-3860).', grouped(size), grouped(limit));
export const addressTaken = (kind: string, address: Address) =>
  t('{0} fails: there is a contract at {1} already.', kind, address);
/** `0x04 (identity)` */
const precompileName = (address: Address, name: string) =>
  `0x${BigInt(address).toString(16).padStart(2, '0')} (${name})`;
export const nothingToStep = (address: Address, name: string) =>
  t(
    'There is no code to step through at the precompile {0}; call it from a contract at another "address".',
    precompileName(address, name),
  );
export const contractThere = (address: Address) =>
  t('There is a contract at {0} already, and none can be created over it; choose another "address".', address);
export const creationTooLarge = (size: number, limit: number) =>
  t(
    'The creation code has {0}, its arguments included; a transaction may bring {1} (EIP-3860).',
    byteCount(size),
    grouped(limit),
  );
export const cannotPay = (caller: Address, value: bigint, balance: bigint) =>
  t(
    'The caller {0} has {1} wei and cannot send {2}; give it a balance among the accounts.',
    caller,
    grouped(balance),
    grouped(value),
  );

export const returned = (size: number) => (size === 0 ? t('Returned nothing.') : t('Returned {0}.', byteCount(size)));
export const returnedValues = (values: string) => t('Returned {0}.', shortened(values));
export const stopped = () => t('Ended; nothing was returned.');
export const selfdestructed = (beneficiary: Address) =>
  t('Self-destructed: the contract is deleted, and its balance went to {0}.', beneficiary);
export const emptied = (beneficiary: Address) =>
  t(
    'SELFDESTRUCT sent the balance to {0}; the contract stays, for it was not created in this transaction (EIP-6780).',
    beneficiary,
  );
export const created = (address: Address, size: number) =>
  size === 0
    ? t('Created {0} without code, for the constructor returned none.', address)
    : t('Created {0} with {1} of code.', address, byteCount(size));
export const reverted = (reason: string) => t('Reverted{0}.', reason);
export const noReason = () => t(' without a reason');
export const withText = (text: string) => t(': "{0}"', text);
export const withCustomError = (error: string) => t(' with {0}', shortened(error));
export const withPanic = (code: bigint, meaning: string) => t(' with panic {0} ({1})', hexWord(code), meaning);
export const withError = (selector: string, size: number) =>
  size === 0
    ? t(' with the custom error {0}', selector)
    : t(' with the custom error {0} and {1}', selector, byteCount(size));
export const withBytes = (data: Uint8Array) => t(' with {0}', hexBytes(data));

/** What follows the sentence that ends a run; `path` names the calls, outermost first. */
export const passedOn = (path: string) => t('It was passed on from {0}.', path);
export const passedOnFailure = (path: string, why: string) => t('Before, {0} had failed: {1}', path, why);
export const forgeOnly = (address: Address) =>
  t(
    "The run asked for Foundry's cheatcodes at {0}, which are there only in tests that forge runs; debug the contract without its test.",
    address,
  );

/** Panic codes of Solidity, by number. */
export const panicMeaning = (code: bigint): string => {
  switch (code) {
    case 0x00n:
      return t('inserted by the compiler');
    case 0x01n:
      return t('an assertion failed');
    case 0x11n:
      return t('arithmetic overflow or underflow');
    case 0x12n:
      return t('division by zero');
    case 0x21n:
      return t('not a member of the enum');
    case 0x22n:
      return t('badly encoded storage bytes');
    case 0x31n:
      return t('pop from an empty array');
    case 0x32n:
      return t('index out of bounds');
    case 0x41n:
      return t('too much memory, or too large an array');
    case 0x51n:
      return t('call of an uninitialised function');
    default:
      return t('unknown code');
  }
};

export const changedSlot = (account: string, key: bigint) => t('{0} storage[{1}]', account, hexWord(key));
export const changedBalance = (account: string) => t('{0} balance', account);
export const changedNonce = (account: string) => t('{0} nonce', account);
export const changedCode = (account: string) => t('{0} code', account);
export const bytesOfCode = (size: number) => (size === 0 ? t('none') : byteCount(size));
export const wei = (amount: bigint) => t('{0} wei', grouped(amount));

export const callMade = (kind: string, account: string, value: bigint, size: number) =>
  t('{0} of {1} with {2} wei and {3}.', kind, account, grouped(value), byteCount(size));
export const callRefused = (kind: string, why: string) => t('{0} fails at once: {1}.', kind, why);
export const balanceTooSmall = (balance: bigint, value: bigint) =>
  t('the balance of {0} wei is less than {1}', grouped(balance), grouped(value));
export const tooDeep = () => t('calls are 1,024 deep already');
export const nonceSpent = () => t('the nonce of the creator has reached its limit');
export const creating = (kind: string, address: Address, size: number) =>
  t('{0} of {1} with {2} of init code.', kind, address, byteCount(size));
export const storageWritten = (codeName: string | undefined, address: Address, key: bigint, value: bigint) =>
  t('{0} writes {1} to slot {2}.', accountName(codeName, address), hexWord(value), hexWord(key));
/** `event` is what the contract calls it, where that is known. */
export const logged = ({ address, topics, data }: Log, event: string | undefined) =>
  event !== undefined
    ? t('Log of {0}: {1}', shortAddress(address), shortened(event))
    : t(
        'Log of {0}: topics {1}, data {2}',
        shortAddress(address),
        topics.length === 0 ? t('none') : topics.map((topic) => `0x${hexOf(toBytes(topic))}`).join(', '),
        data.length === 0 ? t('none') : hexBytes(data),
      );
export const notWritable = (space: string) =>
  t('There is nothing that can be written at this place of {0}; it may have gone with its frame.', space);
export const wrongSize = (expected: number, found: number) =>
  t('The value takes {0}, {1} were given.', byteCount(expected), grouped(found));

export const standardValue = (kind: 'selector' | 'topic' | 'interface', text: string, standard: string) =>
  ({
    selector: t('Selector of `{0}`, {1}.', text, standard),
    topic: t('Topic of the event `{0}`, {1}.', text, standard),
    interface: t('The interface id of {0}.', text),
  })[kind];

export const addressValue = (address: string) => t('Address `{0}`.', address);

export const scopeName = {
  stack: () => t('Stack'),
  memory: () => t('Memory'),
  storage: () => t('Storage'),
  transient: () => t('Transient storage'),
  gas: () => t('Gas'),
  calldata: () => t('Call data'),
  returndata: () => t('Return data'),
  context: () => t('Context'),
  logs: () => t('Logs'),
  transaction: () => t('Transaction'),
};

/** The one unit that runs. */
export const messageCall = () => t('Message call');

export const brokenRlp = (at: number) =>
  t('The bytes at {0} are not RLP in its canonical form (Yellow Paper, appendix B).', hexWord(BigInt(at)));
