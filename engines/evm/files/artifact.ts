import * as messages from './messages.ts';

/** Bytecode of a contract as a compiler wrote it. */
export type Bytecode = {
  /** Hexadecimal, without 0x; placeholders where libraries are not linked. */
  readonly hex: string;
  /** Libraries whose addresses are missing. */
  readonly libraries: readonly string[];
};

export type Contract = {
  readonly name: string;
  /** Tells contracts of one name apart: where it was defined. */
  readonly source: string | undefined;
  readonly runtime: Bytecode | undefined;
  readonly creation: Bytecode | undefined;
  /** As the compiler wrote it; undefined where it did not. */
  readonly abi: unknown;
};

/** What a JSON file turned out to be. */
export type Artifact =
  | { readonly kind: 'contracts'; readonly contracts: readonly Contract[] }
  | { readonly kind: 'useless'; readonly reason: string }
  | { readonly kind: 'foreign' };

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const member = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);
const foreign: Artifact = { kind: 'foreign' };

/** Words of which an artifact has at least one, so that no other JSON is parsed. */
const hints = /"(?:bytecode|deployedBytecode|contracts|abi|bin|bin-runtime|outputSelection)"/;

/**
 * Reads the output of solc (standard JSON and `--combined-json`), artifacts of Hardhat, Foundry and Truffle,
 * and a bare `{ "bytecode": "0x…" }`. `name` is that of the file.
 */
export const readArtifact = (text: string, name: string): Artifact => {
  if (!/^\s*\{/.test(text) || !hints.test(text)) return foreign;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: 'useless', reason: messages.notJson(name, error instanceof Error ? error.message : String(error)) };
  }
  if (!isObject(json)) return foreign;
  if (isObject(json.contracts)) return compilerOutput(json, json.contracts, name);
  if (isObject(json.sources) && isObject(json.settings)) return { kind: 'useless', reason: messages.solcInput(name) };
  if (Array.isArray(json.errors) && isObject(json.sources)) return withoutContracts(json, name);
  return singleContract(json, name);
};

const compilerOutput = (json: Json, files: Json, name: string): Artifact => {
  const contracts = Object.entries(files).flatMap(([file, entry]): Contract[] => {
    if (!isObject(entry)) return [];
    if (typeof entry.bin === 'string' || typeof entry['bin-runtime'] === 'string') return [combined(file, entry)];
    return Object.entries(entry).map(([contract, output]) => ({
      name: contract,
      source: file,
      abi: member(output, 'abi'),
      ...codesOf(member(member(output, 'evm'), 'deployedBytecode'), member(member(output, 'evm'), 'bytecode')),
    }));
  });
  if (contracts.length === 0) return isCompilers(json, files) ? withoutContracts(json, name) : foreign;
  return choose(contracts, name, messages.notSelected(name));
};

const isCompilers = (json: Json, files: Json) =>
  Object.keys(files).length === 0 && (Array.isArray(json.errors) || isObject(json.sources) || 'version' in json);

/** solc `--combined-json bin,bin-runtime,abi`: contracts by `file:Name`. */
const combined = (key: string, entry: Json): Contract => {
  const colon = key.lastIndexOf(':');
  return {
    name: key.slice(colon + 1),
    source: colon < 0 ? undefined : key.slice(0, colon),
    abi: entry.abi,
    ...codesOf(entry['bin-runtime'], entry.bin),
  };
};

const withoutContracts = (json: Json, name: string): Artifact => {
  const errors = Array.isArray(json.errors) ? json.errors : [];
  const first = errors.find((error) => member(error, 'severity') === 'error');
  const message = member(first, 'message');
  const reason = typeof message === 'string' ? messages.solcErrors(name, message) : messages.notSelected(name);
  return { kind: 'useless', reason };
};

const singleContract = (json: Json, name: string): Artifact => {
  const { runtime, creation } = codesOf(json.deployedBytecode, json.bytecode);
  const given = typeof json.contractName === 'string' ? json.contractName : undefined;
  const contract = given ?? name.replace(/\.json$/i, '');
  if (!runtime && !creation) {
    const isAbi = Array.isArray(json.abi) && json.abi.every(isObject);
    return isAbi && !('dependencies' in json) ? { kind: 'useless', reason: messages.onlyAbi(name) } : foreign;
  }
  const source = typeof json.sourceName === 'string' ? json.sourceName : undefined;
  return choose(
    [{ name: contract, source, runtime, creation, abi: json.abi }],
    name,
    messages.abstractContract(contract),
  );
};

/** Those that have code, the one that is named like the file first. */
const choose = (all: readonly Contract[], name: string, none: string): Artifact => {
  const known = all.filter(({ runtime, creation }) => runtime || creation);
  if (known.length === 0) return { kind: 'useless', reason: none };
  const contracts = known.filter(({ runtime, creation }) => runtime?.hex || creation?.hex);
  if (contracts.length === 0) {
    return { kind: 'useless', reason: messages.abstractContract(known.map((contract) => contract.name).join(', ')) };
  }
  const stem = name.replace(/\.json$/i, '');
  const first = (contract: Contract) => (contract.name === stem ? 0 : 1);
  return { kind: 'contracts', contracts: contracts.toSorted((a, b) => first(a) - first(b)) };
};

const codesOf = (runtime: unknown, creation: unknown) => ({
  runtime: bytecodeOf(runtime),
  creation: bytecodeOf(creation),
});

/** `"0x…"` or `{ "object": "…", "linkReferences": … }`; anything else is no bytecode. */
const bytecodeOf = (value: unknown): Bytecode | undefined => {
  const text = typeof value === 'string' ? value : member(value, 'object');
  if (typeof text !== 'string') return undefined;
  const hex = text.trim().replace(/^0x/i, '');
  const looks = /^[0-9a-f]*(?:__[\w$./:\\-]{36}__[0-9a-f]*)*$/i;
  if (!looks.test(hex) && !/^[0-9a-f]{8}/i.test(hex)) return undefined;
  const referenced = Object.values(asObject(member(value, 'linkReferences'))).flatMap((file) =>
    Object.keys(asObject(file)),
  );
  const written = [...hex.matchAll(/__\$?([\w./:\\-]*?)\$?_+(?=[0-9a-f]|$)/g)].map(([, library]) => library ?? '');
  const missing = written.length === 0 ? [] : referenced.length > 0 ? referenced : written;
  return { hex, libraries: [...new Set(missing)] };
};

const asObject = (value: unknown): Json => (isObject(value) ? value : {});
