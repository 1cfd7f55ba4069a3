import { keccak256 } from './keccak.ts';
import { encodeRlp, type Rlp } from './rlp.ts';

/** A value, and its key as half-bytes, most significant first. */
type Leaf = { readonly path: Uint8Array; readonly value: Uint8Array };

const nothing = new Uint8Array();

/** Root of a trie without entries: the hash of RLP's empty string. */
export const emptyRoot = keccak256(encodeRlp(nothing));

/** Root hash of the Merkle-Patricia trie that holds these entries (Yellow Paper, appendix D). Keys are all different. */
export const trieRoot = (entries: Iterable<readonly [key: Uint8Array, value: Uint8Array]>): Uint8Array => {
  const leaves = Array.from(entries, ([key, value]) => ({ path: halfBytes(key), value })).sort(byPath);
  return leaves.length === 0 ? emptyRoot : keccak256(encodeRlp(nodeOf(leaves, 0)));
};

/** The node above leaves, at least one, in order, whose paths are the same before `depth`. */
const nodeOf = (leaves: readonly Leaf[], depth: number): Rlp => {
  const [first, last] = [leaves[0] as Leaf, leaves.at(-1) as Leaf];
  if (leaves.length === 1) return [hexPrefix(first.path.subarray(depth), true), first.value];
  let shared = depth;
  while (shared < first.path.length && first.path[shared] === last.path[shared]) shared += 1;
  const branch = () => branchOf(leaves, shared);
  return shared === depth ? branch() : [hexPrefix(first.path.subarray(depth, shared), false), reference(branch())];
};

/** A node with a child for each half-byte at `depth`, and the value of the path that ends there. */
const branchOf = (leaves: readonly Leaf[], depth: number): Rlp => {
  const children: Rlp[] = Array.from({ length: 16 }, () => nothing);
  const [first] = leaves as [Leaf];
  const ending = first.path.length === depth ? first.value : undefined;
  for (let start = ending ? 1 : 0; start < leaves.length; ) {
    const digit = (leaves[start] as Leaf).path[depth] as number;
    let end = start + 1;
    while (leaves[end]?.path[depth] === digit) end += 1;
    children[digit] = reference(nodeOf(leaves.slice(start, end), depth + 1));
    start = end;
  }
  return [...children, ending ?? nothing];
};

/** A node stands in its parent as its hash, or as itself where that is shorter. */
const reference = (node: Rlp): Rlp => {
  const encoded = encodeRlp(node);
  return encoded.length < 32 ? node : keccak256(encoded);
};

const halfBytes = (key: Uint8Array): Uint8Array => {
  const path = new Uint8Array(2 * key.length);
  for (let i = 0; i < key.length; i += 1) {
    const byte = key[i] as number;
    path[2 * i] = byte >> 4;
    path[2 * i + 1] = byte & 15;
  }
  return path;
};

const byPath = (a: Leaf, b: Leaf): number => {
  const length = Math.min(a.path.length, b.path.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (a.path[i] as number) - (b.path[i] as number);
    if (difference !== 0) return difference;
  }
  return a.path.length - b.path.length;
};

/** Half-bytes as bytes: the first tells whether a value follows, and whether there is an odd half (Yellow Paper, appendix C). */
const hexPrefix = (path: Uint8Array, isLeaf: boolean): Uint8Array => {
  const odd = path.length % 2;
  const bytes = new Uint8Array(1 + (path.length - odd) / 2);
  bytes[0] = (isLeaf ? 0x20 : 0) + (odd === 1 ? 0x10 + (path[0] as number) : 0);
  for (let i = 1; i < bytes.length; i += 1) {
    const at = odd + 2 * (i - 1);
    bytes[i] = ((path[at] as number) << 4) | (path[at + 1] as number);
  }
  return bytes;
};
