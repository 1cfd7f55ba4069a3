import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.ts';

type Compiler = {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
};

type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Contract>>>>;
};

type Contract = {
  readonly abi: unknown;
  readonly evm: {
    readonly bytecode: { readonly object: string };
    readonly deployedBytecode: { readonly object: string };
  };
};

/** An artifact as Hardhat writes it. */
export type Artifact = {
  readonly _format: 'hh-sol-artifact-1';
  readonly contractName: string;
  readonly sourceName: string;
  readonly abi: unknown;
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly linkReferences: object;
  readonly deployedLinkReferences: object;
};

export type CompilerOptions = {
  /** A fork as solc calls it; solc's default otherwise. */
  readonly evmVersion?: string;
  readonly optimize?: boolean;
};

/** Compiles a contract that may import from packages. @throws Error with what solc says */
export function compile(text: string, name: string, { evmVersion, optimize = true }: CompilerOptions = {}): Artifact {
  const require = createRequire(import.meta.url);
  const solc: Compiler = require('solc');
  const file = `${name}.sol`;
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: text } },
    settings: {
      evmVersion,
      optimizer: { enabled: optimize, runs: 200 },
      outputSelection: { [file]: { [name]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  };
  const output: Output = JSON.parse(
    solc.compile(JSON.stringify(input), {
      import: (path) => ({ contents: readFileSync(join(root, 'node_modules', path), 'utf8') }),
    }),
  );
  const contract = output.contracts?.[file]?.[name];
  const errors = output.errors?.filter(({ severity }) => severity === 'error') ?? [];
  if (!contract || errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  return {
    _format: 'hh-sol-artifact-1',
    contractName: name,
    sourceName: file,
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
    linkReferences: {},
    deployedLinkReferences: {},
  };
}
