import { keccak_256 } from '@noble/hashes/sha3.js';
import { blocksAt, keccakModule, rate } from './keccak-core.ts';
import { pageSize } from './wasm.ts';

/** Keccak-256, as Ethereum uses it: with the padding of the submission, not that of SHA-3. */
export function keccak256(data: Uint8Array): Uint8Array {
  hash ??= fastest();
  return hash(data);
}

let hash: ((data: Uint8Array) => Uint8Array) | undefined;

/** A host may forbid WebAssembly; hashing then takes about five times as long (measured). */
function fastest(): (data: Uint8Array) => Uint8Array {
  try {
    return hasherOf(new WebAssembly.Instance(new WebAssembly.Module(keccakModule())));
  } catch {
    return keccak_256;
  }
}

function hasherOf({ exports }: WebAssembly.Instance): (data: Uint8Array) => Uint8Array {
  const { memory, absorb } = exports as { memory: WebAssembly.Memory; absorb: (at: number) => void };
  const bytes = new Uint8Array(memory.buffer);
  const most = Math.floor((pageSize - blocksAt) / rate) * rate;
  const state = bytes.subarray(0, 200);
  const absorbAll = (end: number) => {
    for (let at = blocksAt; at < end; at += rate) absorb(at);
  };
  return (data) => {
    state.fill(0);
    let done = 0;
    for (; data.length - done >= most; done += most) {
      bytes.set(data.subarray(done, done + most), blocksAt);
      absorbAll(blocksAt + most);
    }
    const rest = data.length - done;
    const end = blocksAt + (Math.floor(rest / rate) + 1) * rate;
    bytes.set(data.subarray(done), blocksAt);
    bytes.fill(0, blocksAt + rest, end);
    bytes[blocksAt + rest] = 0x01;
    bytes[end - 1] = (bytes[end - 1] as number) | 0x80;
    absorbAll(end);
    return bytes.slice(0, 32);
  };
}
