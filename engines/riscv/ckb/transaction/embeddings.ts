import { bytesToHex } from '@noble/hashes/utils.js';
import { LoadError } from '../../../engine.ts';
import { isObject } from '../../../properties.ts';
import { ckbHash, scriptHash, typeIdHash } from './hash.ts';
import * as messages from './messages.ts';

/** What ckb-debugger lets a transaction's texts hold: `{{ data FILE }}`, `{{ hash FILE }}`, `{{ def_type NAME }}`, `{{ ref_type NAME }}`. */
const embedded = /\{\{ ?(data|hash|def_type|ref_type) (.+?) ?\}\}/g;

const encoder = new TextEncoder();

/** A JSON value with each text in it replaced. */
const mapTexts = (value: unknown, map: (text: string) => unknown): unknown => {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapTexts(each, map)]));
};

/** The JSON of a transaction with each name of a file in it replaced by what `path` makes of it. */
export const mapFiles = (json: unknown, path: (name: string) => string): unknown =>
  mapTexts(json, (text) =>
    text.replaceAll(embedded, (whole, kind, name) =>
      kind === 'data' || kind === 'hash' ? `{{ ${kind} ${path(name)} }}` : whole,
    ),
  );

/** The names of files in the JSON of a transaction. */
export const filesNamed = (json: unknown): readonly string[] => {
  const names: string[] = [];
  mapFiles(json, (name) => {
    names.push(name);
    return name;
  });
  return names;
};

/** The identity that `{{ def_type NAME }}` gives a cell. */
const typeId = (name: string) => ({ codeHash: typeIdHash, hashType: 'type', args: encoder.encode(name) }) as const;

/**
 * The JSON of a transaction with all that is embedded put in.
 * @param files what the names of files in it mean
 * @throws LoadError
 */
export const embed = (json: unknown, files: (name: string) => Uint8Array | undefined): unknown => {
  const types = new Set<string>();
  mapTexts(json, (text) => {
    for (const [, kind, name] of text.matchAll(embedded)) {
      if (kind !== 'def_type') continue;
      if (types.has(name)) throw new LoadError(messages.typeTwice(name), 'transaction');
      types.add(name);
    }
    return text;
  });
  const fileNamed = (name: string) => {
    const bytes = files(name);
    if (!bytes) throw new LoadError(messages.noFile(name), 'transaction');
    return bytes;
  };
  return mapTexts(json, (text) => {
    const defined = /^\{\{ ?def_type (.+?) ?\}\}$/.exec(text)?.[1];
    if (defined !== undefined) {
      const { codeHash, hashType, args } = typeId(defined);
      return { code_hash: `0x${bytesToHex(codeHash)}`, hash_type: hashType, args: `0x${bytesToHex(args)}` };
    }
    return text.replaceAll(embedded, (whole, kind, name) => {
      if (kind === 'data') return bytesToHex(fileNamed(name));
      if (kind === 'hash') return bytesToHex(ckbHash(fileNamed(name)));
      if (kind === 'def_type') return whole;
      if (!types.has(name)) throw new LoadError(messages.unknownType(name), 'transaction');
      return bytesToHex(scriptHash(typeId(name)));
    });
  });
};

/** Parses the text of a mock transaction, in which `{{ def_type … }}` may stand without quotation marks. @throws LoadError */
export const parseTransaction = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text.replaceAll(/"?(\{\{ ?def_type .+? ?\}\})"?/g, '"$1"'));
  } catch (error) {
    throw new LoadError(
      messages.brokenJson(name, error instanceof Error ? error.message : String(error)),
      'transaction',
    );
  }
};
