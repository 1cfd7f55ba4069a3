import { keccak_256 } from '@noble/hashes/sha3.js';
import { toBytes } from '../../engines/evm/words.ts';
import { compile } from '../../tools/solc.ts';

/** A mintable token on OpenZeppelin's ERC-20. */
const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract Token is ERC20 {
  constructor() ERC20("Lamp", "LMP") {}
  function mint(address to, uint256 amount) external { _mint(to, amount); }
}`;

/** Init code of the token, compiled for a fork. Not optimised, because that has more instructions to compare. */
export const compileToken = (evmVersion: string): Uint8Array =>
  Buffer.from(compile(source, 'Token', { evmVersion, optimize: false }).bytecode.slice(2), 'hex');

/** Call data of a function whose arguments are words. */
export const encodeCall = (signature: string, ...args: readonly bigint[]): Uint8Array => {
  const selector = keccak_256(new TextEncoder().encode(signature)).subarray(0, 4);
  return Uint8Array.from([...selector, ...args.flatMap((arg) => [...toBytes(arg)])]);
};
