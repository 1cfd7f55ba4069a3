import { t } from '../translate.ts';

export const wrongValue = (path: string, expected: string, found: string) =>
  t('"{0}" in the launch configuration should be {1}; found {2}.', path, expected, found);

export const quantityWanted = (bits: number) => t('a whole number below 2^{0}, such as 100, "100" or "0x64"', bits);

export const inexact = () => t('a number that JSON can hold exactly; write numbers above 2^53 as a string');

export const bytesWanted = () => t('bytes as an even number of hexadecimal digits, such as "0x00ff"');

export const addressWanted = () => t('an address: 0x and 40 hexadecimal digits');

export const flagWanted = () => t('true or false');

export const objectWanted = () => t('an object: { … }');

export const keyOf = (path: string) => t('{0} (a key in it)', path);

export const unknownProperty = (path: string, name: string, meant: string | undefined, known: readonly string[]) =>
  meant === undefined
    ? t('"{0}" in the launch configuration has no property "{1}"; it has {2}.', path, name, known.join(', '))
    : t('"{0}" in the launch configuration has no property "{1}"; did you mean "{2}"?', path, name, meant);

export const misspelt = (name: string, meant: string) =>
  t('The launch configuration has no property "{0}"; did you mean "{1}"?', name, meant);

export const nothingToDeploy = () =>
  t(
    '"deploy" is true, but the program is not the runtime code of a contract whose creation code is there too; leave "deploy" out.',
  );

export const argumentsUnused = () =>
  t('"constructorArgs" is given, but no constructor runs; open a compiled contract, and leave "deploy" out.');

export const deployFailed = (contract: string, why: string) =>
  t(
    'The constructor of {0} failed, so there is nothing to run yet: {1} Correct "constructorArgs", or set "deploy": false to run the code with empty storage.',
    contract,
    why,
  );

export const deployEndless = (contract: string, steps: number) =>
  t(
    'The constructor of {0} did not end within {1} steps; set "deploy": false to run the code without it.',
    contract,
    steps,
  );

export const doc = {
  calldata: () =>
    t(
      'Data that the contract is called with, in hexadecimal: 4 bytes that choose the function, then its arguments in 32 bytes each.',
    ),
  caller: () => t('Address that calls the contract: what CALLER gives, "msg.sender" in Solidity.'),
  address: () => t('Address of the contract that runs, and owner of its storage.'),
  value: () => t('Ether sent with the call, in wei (1 ether is 10^18 wei): "msg.value" in Solidity.'),
  gas: () => t('Gas that the call may spend. The 21,000 gas of a transaction are not taken from it.'),
  gasPrice: () => t('Price of one gas in wei; what GASPRICE gives.'),
  storage: () => t('Storage of the contract before the call: values by slot, such as { "0": 42, "0x1": "0xff" }.'),
  balance: () => t('Balance of the contract before the call, in wei.'),
  block: () => t('The block that the call is part of.'),
  number: () => t('Number of the block.'),
  timestamp: () => t('Time of the block, in seconds since 1970.'),
  coinbase: () => t('Address that gets the fees of the block.'),
  gasLimit: () => t('Gas that all transactions of the block may spend together.'),
  chainId: () => t('Number of the chain: 1 for the main network of Ethereum.'),
  baseFee: () => t('Base fee in wei per gas.'),
  blobBaseFee: () => t('Base fee in wei per gas of blobs.'),
  difficulty: () => t('Difficulty of the block, before Paris.'),
  prevRandao: () => t('Random number of the block, since Paris.'),
  accounts: () => t('Other accounts that are there before the call, by address: contracts to call, balances.'),
  account: () => t('An account.'),
  accountBalance: () => t('Balance in wei.'),
  accountNonce: () => t('Transactions sent, or contracts created, so far.'),
  accountCode: () => t('Code of a contract, in hexadecimal.'),
  accountStorage: () => t('Values by slot.'),
  deploy: () =>
    t(
      'Run the constructor of a compiled contract first, so that its storage is there. Only where its creation code is there too.',
    ),
  constructorArgs: () => t('Arguments of the constructor, ABI-encoded in hexadecimal; appended to the creation code.'),
};

export const keccakTakesBytes = () => t('keccak takes bytes, such as keccak(memory[0x00..0x40]).');
