import { isScenario, languageOf } from '../../claim.ts';
import { type Claim, type InputFile, LoadError, type Part } from '../../engine.ts';
import type { Document, Language, Problem } from '../../language.ts';
import { LineIndex } from '../../source-map.ts';
import { evmHex } from '../assembly/hex.ts';
import { evmAssembly } from '../assembly/language.ts';
import { dispatchedFunctions } from '../dispatch.ts';
import { shortAddress } from '../messages.ts';
import { tracePart } from '../trace/messages.ts';
import { isTrace } from '../trace/rows.ts';
import { transactionUnit } from '../transactions/messages.ts';
import type { Address } from '../words.ts';
import { type Bytecode, type Contract, readArtifact } from './artifact.ts';
import { binaryKind } from './binary.ts';
import { type HeldTransaction, readHeldTransaction } from './held-transaction.ts';
import * as messages from './messages.ts';
import { readStateFile, type StateFile } from './state-file.ts';

/** The code of one part of a file, and what belongs to it. */
export type OpenedCode = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Code whose return value is `bytes`, if `bytes` is what a contract runs once it is deployed. */
  readonly creation: Uint8Array | undefined;
  /** True if this is itself the code that runs a constructor. */
  readonly creates: boolean;
  /** What the compiler, or the text, says of the contract's functions, events and errors, in JSON; undefined where nothing is said. */
  readonly abi: unknown;
  /** Where the code is an account's in a file of accounts: the account, and all of them. */
  readonly state?: { readonly address: Address; readonly accounts: StateFile };
};

/** A text of assembly. */
type Source = { readonly text: string; readonly document: Document };

type Contents =
  | { readonly kind: 'text'; readonly language: Language; readonly text: string }
  | { readonly kind: 'artifact'; readonly contracts: readonly Contract[] }
  | { readonly kind: 'state'; readonly accounts: StateFile }
  | { readonly kind: 'transaction'; readonly held: HeldTransaction }
  | { readonly kind: 'refused'; readonly claim: Claim & { readonly claimed: false } };

/** Endings under which bytecode is kept in hexadecimal; the content decides. */
const hexEndings = /\.(?:hex|bin|bin-runtime|txt)$/i;

const refuse = (reason: string | undefined, nearly: boolean): Contents => ({
  kind: 'refused',
  claim: { claimed: false, ...(reason !== undefined && { reason }), ...(nearly && { nearly }) },
});

/** Whether the EVM takes a file, and the codes in it. */
export const claimFile = (file: InputFile): Claim => {
  if (isTrace(file.bytes)) {
    return { claimed: true, parts: [{ id: 'trace', name: stem(file.name), description: tracePart() }] };
  }
  const contents = read(file);
  if (contents.kind === 'refused') return contents.claim;
  if (contents.kind === 'artifact')
    return { claimed: true, parts: partsOf(contents.contracts).map(({ part }) => part) };
  if (contents.kind === 'state') return { claimed: true, parts: accountParts(contents.accounts) };
  if (contents.kind === 'transaction') return { claimed: true, parts: [heldPart(contents.held)] };
  const description = contents.language === evmHex ? messages.bytecodePart() : messages.assemblyPart();
  return { claimed: true, parts: [{ id: 'code', name: stem(file.name), description }] };
};

/** The code of one part, the first if none is named. @throws LoadError */
export const openCode = (file: InputFile, part: string | undefined, version: string): OpenedCode => {
  const contents = read(file);
  if (contents.kind === 'refused') {
    throw new LoadError(contents.claim.reason ?? messages.noHex(file.name), 'program');
  }
  if (contents.kind === 'state') return openAccount(contents.accounts, part);
  if (contents.kind === 'transaction') return openHeld(contents.held);
  return contents.kind === 'text' ? openText(file, contents, version) : openArtifact(contents.contracts, part);
};

/** The text of a file of assembly, and what it means; undefined for any other. */
export const openSource = (file: InputFile, version: string): Source | undefined => {
  const contents = read(file);
  if (contents.kind !== 'text') return undefined;
  return { text: contents.text, document: contents.language.parse(contents.text, { version }) };
};

const stem = (name: string) => name.replace(/\.[^.]+$/, '');

const read = (file: InputFile): Contents => {
  const language = languageOf([evmAssembly, evmHex], file);
  const json = file.languageId === 'json' || /\.json$/i.test(file.name);
  const ours = language !== undefined;
  const { bytes, name } = file;
  if (bytes.length === 0)
    return refuse(ours || json || hexEndings.test(name) ? messages.emptyFile(name) : undefined, ours);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse(messages.utf16(name), ours);
  }
  const kind = binaryKind(bytes);
  if (kind !== undefined) return refuse(messages.binary(name, kind), ours);
  if (!ours && !json && !hexEndings.test(name)) return refuse(undefined, false);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(messages.binary(name, messages.binaryData()), ours);
  }
  if (language) return { kind: 'text', language, text };
  return json ? readJson(text, name) : readHexText(text, name);
};

const readJson = (text: string, name: string): Contents => {
  if (isScenario(name)) return readScenario(text);
  const artifact = readArtifact(text.replace(/^\ufeff/, ''), name);
  if (artifact.kind === 'contracts') return { kind: 'artifact', contracts: artifact.contracts };
  return artifact.kind === 'useless' ? refuse(artifact.reason, true) : readState(text, name);
};

/** A scenario is a program itself where it holds a signed transaction. */
const readScenario = (text: string): Contents => {
  try {
    const held = readHeldTransaction(text);
    return held ? { kind: 'transaction', held } : refuse(undefined, false);
  } catch (error) {
    if (error instanceof LoadError) return refuse(error.message, true);
    throw error;
  }
};

const readState = (text: string, name: string): Contents => {
  try {
    const accounts = readStateFile(text, name);
    if (!accounts) return refuse(undefined, false);
    return accountParts(accounts).length > 0
      ? { kind: 'state', accounts }
      : refuse(messages.stateWithoutCode(name), true);
  } catch (error) {
    if (error instanceof LoadError) return refuse(error.message, true);
    throw error;
  }
};

const accountParts = (accounts: StateFile): readonly Part[] =>
  [...accounts].flatMap(([address, { code }]) =>
    code?.length ? [{ id: address, name: shortAddress(address), description: messages.accountPart(code.length) }] : [],
  );

const openAccount = (accounts: StateFile, asked: string | undefined): OpenedCode => {
  const ids = accountParts(accounts).map(({ id }) => id);
  const address = asked === undefined ? ids[0] : ids.find((id) => id === asked);
  const bytes = address && accounts.get(address)?.code;
  if (!bytes) throw new LoadError(messages.noPart(asked ?? '', ids), 'part');
  const name = shortAddress(address);
  return { name, bytes, creation: undefined, creates: false, abi: undefined, state: { address, accounts } };
};

const heldPart = ({ to, code }: HeldTransaction): Part =>
  to === undefined
    ? { id: 'creation', name: messages.creationName(transactionUnit()), description: messages.creationPart() }
    : { id: to, name: shortAddress(to), description: messages.accountPart(code.length) };

const openHeld = ({ to, code }: HeldTransaction): OpenedCode => ({
  name: heldPart({ to, code }).name,
  bytes: code,
  creation: undefined,
  creates: to === undefined,
  abi: undefined,
  ...(to !== undefined && { state: { address: to, accounts: new Map() } }),
});

/** Bytecode under an ending that says nothing: all of it must be hexadecimal. A digit too many is bytecode with a mistake. */
const readHexText = (text: string, name: string): Contents => {
  if (/^\s*:[0-9a-f]{8}/i.test(text)) return refuse(messages.intelHex(name), false);
  const contents: Contents = { kind: 'text', language: evmHex, text };
  const { problems, bytes } = evmHex.parse(text, { version: '' });
  const stray = problems.find(({ code }) => code === 'not-hex');
  if (stray) {
    const line = new LineIndex(text).line(stray.range.start) + 1;
    return refuse(messages.notHex(name, text.slice(stray.range.start, stray.range.end), line), false);
  }
  return bytes.length > 0 ? contents : refuse(messages.noHex(name), false);
};

const openText = (file: InputFile, { language, text }: Contents & { kind: 'text' }, version: string): OpenedCode => {
  const document = language.parse(text, { version });
  const errors = document.problems.filter(({ severity }) => severity === 'error');
  if (errors[0]) throw new LoadError(describe(file.name, text, language, errors[0], errors.length - 1), 'program');
  if (document.bytes.length === 0) throw new LoadError(messages.noCode(file.name), 'program');
  const { bytes } = document;
  return {
    name: stem(file.name),
    bytes,
    creation: undefined,
    creates: false,
    abi: dispatchedFunctions(text, bytes),
  };
};

const describe = (name: string, text: string, language: Language, error: Problem, more: number): string => {
  if (language === evmHex && /\b(?:push\d+|mstore|jumpdest|stop)\b/i.test(text)) return messages.assemblyInHex(name);
  const line = new LineIndex(text).line(error.range.start) + 1;
  return more === 0
    ? messages.atLine(name, line, error.message)
    : messages.atLineAndMore(name, line, error.message, more);
};

type ContractPart = { readonly part: Part; readonly contract: Contract; readonly creates: boolean };

const partsOf = (contracts: readonly Contract[]): readonly ContractPart[] => {
  const names = new Map<string, number>();
  for (const { name } of contracts) names.set(name, (names.get(name) ?? 0) + 1);
  return contracts.flatMap((contract) => {
    const { name, source, runtime, creation } = contract;
    const single = names.get(name) === 1 || source === undefined;
    const prefix = (single ? name : `${source}:${name}`).replaceAll(/\s/g, '_');
    const parts: ContractPart[] = [];
    const add = (id: string, description: string, creates: boolean) =>
      parts.push({ part: { id: `${prefix}/${id}`, name, description }, contract, creates });
    if (runtime?.hex) add('runtime', messages.runtimePart(), false);
    if (creation?.hex) add('creation', messages.creationPart(), true);
    return parts;
  });
};

const openArtifact = (contracts: readonly Contract[], asked: string | undefined): OpenedCode => {
  const parts = partsOf(contracts);
  const chosen = asked === undefined ? parts[0] : parts.find(({ part }) => part.id === asked);
  if (!chosen)
    throw new LoadError(
      messages.noPart(
        asked ?? '',
        parts.map(({ part }) => part.id),
      ),
      'part',
    );
  const { contract, creates } = chosen;
  const runtime = creates ? undefined : contract.runtime;
  const bytes = decode(contract, runtime ?? contract.creation);
  const creation = runtime && contract.creation?.hex ? decode(contract, contract.creation) : undefined;
  return {
    name: creates ? messages.creationName(contract.name) : contract.name,
    bytes,
    creation,
    creates,
    abi: contract.abi,
  };
};

/** @throws LoadError */
const decode = ({ name }: Contract, bytecode: Bytecode | undefined): Uint8Array => {
  const { hex, libraries } = bytecode ?? { hex: '', libraries: [] };
  if (libraries.length > 0) throw new LoadError(messages.unlinked(name, libraries), 'program');
  if (hex.length % 2 === 1 || !/^[0-9a-f]*$/i.test(hex)) throw new LoadError(messages.brokenBytecode(name), 'program');
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
};
