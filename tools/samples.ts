import { readFileSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, samples } from './paths.ts';

const folder = join(samples, 'erc20');
const source = join(folder, 'Token.sol');
const artifact = join(folder, 'Token.json');

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

/** Compiles a contract that may import from packages, into an artifact as Hardhat writes it. @throws Error with what solc says */
export function compile(text: string, name: string): object {
  const require = createRequire(import.meta.url);
  const solc: Compiler = require('solc');
  const file = `${name}.sol`;
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: text } },
    settings: {
      optimizer: { enabled: true, runs: 200 },
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

const changed = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

/** Makes samples/erc20/Token.json, unless it is newer than its source. */
export async function buildSamples(): Promise<void> {
  if ((await changed(artifact)) > (await changed(source))) return;
  const token = compile(await readFile(source, 'utf8'), 'Token');
  await writeFile(artifact, `${JSON.stringify(token, undefined, 2)}\n`);
}

if (import.meta.main) await buildSamples();
