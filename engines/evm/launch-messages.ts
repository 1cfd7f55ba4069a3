import { t } from '../translate.ts';

export const addressWanted = () => t('an address: 0x and 40 hexadecimal digits');

export const argumentsWanted = () => t('a list of arguments, [ … ], or an object with their names');

export const noState = (name: string) =>
  t(
    '{0} holds no accounts; "prestate" takes a genesis file, the answer of a prestateTracer, or a dump of anvil.',
    name,
  );

export const addressOfTransaction = () =>
  t(
    'A transaction that creates a contract cannot choose its "address": it follows from sender and nonce. Leave "address" or "transaction" out.',
  );

export const authorizationUnsigned = (path: string) =>
  t('"{0}" needs "authority", the account that speaks, or its signature: "yParity", "r" and "s".', path);

export const encodedWanted = () => t('a signed transaction in hexadecimal, such as "0x02f8…", or an object: { … }');

export const notATransaction = (path: string, why: string) => t('"{0}" is no signed transaction: {1}', path, why);

export const callsContract = (to: string, program: string) =>
  t('The signed transaction calls {0}, and {1} is code that creates a contract; choose the runtime code.', to, program);

export const createsOther = (program: string) =>
  t(
    'The signed transaction creates a contract from other code than {0}; leave "program" out, and its own code is run.',
    program,
  );

export const nothingToDeploy = () =>
  t(
    '"deploy" is true, but the program is not the runtime code of a contract whose creation code is there too; leave "deploy" out.',
  );

export const argumentsUnused = () =>
  t('"constructorArgs" is given, but no constructor runs; open a compiled contract, and leave "deploy" out.');

export const argumentsMissing = (contract: string, parameters: string) =>
  t('The constructor of {0} needs {1}; give them in "constructorArgs".', contract, parameters);

export const constructorOf = (contract: string) => t('The constructor of {0}', contract);

export const constructorUnknown = (contract: string) =>
  t(
    'Nothing is known of the constructor of {0}, so "constructorArgs" should be encoded already, in hexadecimal; or say its types in "abi".',
    contract,
  );

export const constructorNotPayable = (contract: string) =>
  t('The constructor of {0} takes no ether; leave "constructorValue" out.', contract);

export const argsWithoutFunction = () => t('"args" needs "function" beside it, which says what is called.');

export const callSaidTwice = () => t('"calldata" and "function" both say what is called; leave one of them out.');

export const functionOfCreation = (property: string, contract: string) =>
  t(
    '"{0}" is for a contract that is deployed, and {1} is what deploys it; choose the runtime code as "part", or give "constructorArgs" instead.',
    property,
    contract,
  );

export const codeSaidTwice = (path: string) => t('"{0}" has both "code" and "program"; leave one of them out.', path);

export const creationAsAccount = (path: string) =>
  t('"{0}.part" is creation code; choose the runtime code, whose constructor runs first.', path);

export const fileMissing = (program: string) => t('The file {0} was not read; give its whole path.', program);

export const deployFailed = (contract: string, why: string) =>
  t(
    'The constructor of {0} failed, so there is nothing to run yet: {1} Correct "constructorArgs", or set "deploy": false to run the code with empty storage.',
    contract,
    why,
  );

export const deployedNothing = (contract: string, outcome: string) =>
  t(
    'The constructor of {0} left no code to run: {1} Set "deploy": false to run the code with empty storage.',
    contract,
    outcome,
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
  function: () =>
    t(
      'Function to call: its name, such as "transfer", or with its types, as in "transfer(address,uint256)". Instead of "calldata".',
    ),
  args: () =>
    t(
      'Arguments of "function": a list such as ["0x…", "1 ether"], or an object with their names. Numbers above 2^53 are written as strings.',
    ),
  abi: () =>
    t(
      'What is known of the contract beyond its file: signatures such as "get(uint256) returns (address)", "error TooLow(uint256)", or entries of an ABI.',
    ),
  caller: () => t('Address that calls the contract: what CALLER gives, "msg.sender" in Solidity.'),
  address: () => t('Address of the contract that runs, and owner of its storage.'),
  value: () => t('Ether sent with the call, in wei (1 ether is 10^18 wei): "msg.value" in Solidity.'),
  gas: () =>
    t(
      'Gas that the call may spend. What a transaction costs before its first instruction is taken from it only where "transaction" is given.',
    ),
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
  accountProgram: () =>
    t('File whose contract is at the address: an artifact, assembly or bytecode. Its constructor runs first.'),
  accountPart: () => t('Which code of the file, where it holds several: "Token/runtime".'),
  transaction: () =>
    t(
      'Run a whole transaction, not only the message call that it makes: with nonce, fees, intrinsic gas, refunds and a receipt. { } takes all from the other properties; "caller" is who sends it. Or one as it was signed, in hexadecimal: "0x02f8…"; what other properties say comes before it.',
    ),
  hashes: () => t('Hashes of earlier blocks by number, which BLOCKHASH gives; those of others are 0.'),
  receipt: () =>
    t('What the chain says came of the transaction; the end of the run says whether the same came of it here.'),
  receiptStatus: () => t('1 if it succeeded, 0 if it failed.'),
  receiptGasUsed: () => t('Gas that was paid for.'),
  prestate: () =>
    t(
      'File of accounts that are there before: a genesis file, the answer of a prestateTracer, or what anvil --dump-state wrote. What "accounts" says comes before it.',
    ),
  type: () => t('Type of the transaction, 0 to 4; left out, it follows from the other fields.'),
  transactionChainId: () => t('Chain that the transaction is for; that of the block, if left out.'),
  transactionNonce: () => t('Transactions that the sender has sent before; as many as its account says, if left out.'),
  maxFeePerGas: () => t('Most that is paid per gas, in wei; "gasPrice", if left out.'),
  maxPriorityFeePerGas: () => t("What the block's producer gets per gas, in wei (EIP-1559)."),
  maxFeePerBlobGas: () => t('Most that is paid per gas of blobs, in wei (EIP-4844).'),
  accessList: () => t('Accounts and slots that are warm from the start (EIP-2930).'),
  accessListEntry: () => t('An account, and slots of its storage.'),
  accessListAddress: () => t('Address of the account.'),
  storageKeys: () => t('Slots of its storage.'),
  blobVersionedHashes: () => t('Versioned hashes of blobs (EIP-4844).'),
  authorizationList: () => t('Accounts that let themselves be run by the code of others (EIP-7702).'),
  authorization: () => t('What one account allows.'),
  authorizationChainId: () => t('Chain for which it holds; 0 for all.'),
  authorizationAddress: () => t('Account whose code is run; the zero address ends it.'),
  authorizationNonce: () => t('Nonce of the account that allows it.'),
  authority: () => t('Account that allows it, taken as having signed; instead of a signature.'),
  yParity: () => t('Parity of the signature.'),
  r: () => t('First half of the signature.'),
  s: () => t('Second half of the signature.'),
  word: () => t('A number of up to 256 bits.'),
  deploy: () =>
    t(
      'Run the constructor of a compiled contract first, so that its storage is there. Only where its creation code is there too.',
    ),
  constructorArgs: () =>
    t(
      'Arguments of the constructor: a list, an object with their names, or ABI-encoded in hexadecimal as they stand behind the creation code.',
    ),
  constructorValue: () => t('Ether sent to the constructor, in wei; only where it is payable.'),
};

export const keccakTakesBytes = () => t('keccak takes bytes, such as keccak(memory[0x00..0x40]).');

export const asking = {
  functionDetail: (inputs: string, outputs: string | undefined, kind: string | undefined) =>
    [inputs, ...(outputs === undefined ? [] : [t('returns {0}', outputs)]), ...(kind === undefined ? [] : [kind])].join(
      ' · ',
    ),
  amountName: () => t('ether to send'),
  amountWanted: (found: string) =>
    t('The ether to send should be an amount such as 0, 1000 or "1.5 ether"; found "{0}".', found),
  rawLabel: () => t('Raw call data'),
  rawDetail: () => t('In hexadecimal, as they are'),
  rawName: () => t('call data'),
  emptyLabel: () => t('No call data'),
  emptyDetail: () => t('As when ether is sent'),
  numberPlaceholder: () => t('100, 0x64, 1e18 or 2 ether'),
  textPlaceholder: () => t('text'),
};
