import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { toBytes } from '../../engines/evm/words.ts';

const require = createRequire(import.meta.url);

/** A mintable token on OpenZeppelin's ERC-20. */
const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract Token is ERC20 {
  constructor() ERC20("Lamp", "LMP") {}
  function mint(address to, uint256 amount) external { _mint(to, amount); }
}`;

type SolcOutput = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, { readonly evm: { readonly bytecode: { readonly object: string } } }>>>
  >;
};
type Solc = { compile(input: string, callbacks: { import(path: string): { contents: string } }): string };

/** Init code of the token, compiled for a fork. */
export const compileToken = (evmVersion: string): Uint8Array => {
  const solc = require('solc') as Solc;
  const input = {
    language: 'Solidity',
    sources: { 'Token.sol': { content: source } },
    settings: { evmVersion, outputSelection: { '*': { '*': ['evm.bytecode.object'] } } },
  };
  const readImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as SolcOutput;
  const errors = output.errors?.filter(({ severity }) => severity === 'error') ?? [];
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  const hex = output.contracts?.['Token.sol']?.Token?.evm.bytecode.object;
  if (!hex) throw new Error('solc gave no bytecode for Token.');
  return Buffer.from(hex, 'hex');
};

/** Call data of a function whose arguments are words. */
export const encodeCall = (signature: string, ...args: readonly bigint[]): Uint8Array => {
  const selector = keccak_256(new TextEncoder().encode(signature)).subarray(0, 4);
  return Uint8Array.from([...selector, ...args.flatMap((arg) => [...toBytes(arg)])]);
};
