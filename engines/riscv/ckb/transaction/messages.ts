import { t } from '../../../translate.ts';

export const objectWanted = () => t('an object: { … }');
export const hashWanted = () => t('a hash: "0x" and 64 hexadecimal digits');
export const pairWanted = () => t('a pair: [ hash of a block, bytes ]');
export const oneOfWanted = (names: readonly string[]) => t('one of {0}', names.map((name) => `"${name}"`).join(', '));
export const missing = (path: string, name: string) =>
  t('"{0}" has no "{1}", which a mock transaction of ckb-debugger needs.', path, name);

export const noInputCell = (index: number) =>
  t(
    'The cell that "transaction.tx.inputs[{0}]" consumes is not among "transaction.mock_info.inputs"; the entry there must have the same "input".',
    String(index),
  );
export const noDepCell = (index: number) =>
  t(
    'The cell of "transaction.tx.cell_deps[{0}]" is not among "transaction.mock_info.cell_deps"; add it there with its output and data.',
    String(index),
  );
export const noGroupCell = (index: number, member: number) =>
  t(
    'Cell {1} of the group "transaction.tx.cell_deps[{0}]" is not among "transaction.mock_info.cell_deps"; add it there with its output and data.',
    String(index),
    String(member),
  );
export const badGroup = (index: number) =>
  t(
    'The data of the group "transaction.tx.cell_deps[{0}]" is no list of out points (molecule: a count of 4 bytes, then 36 bytes for each).',
    String(index),
  );
export const noHeader = (index: number) =>
  t(
    'The block of "transaction.tx.header_deps[{0}]" is not among "transaction.mock_info.header_deps"; add its header there.',
    String(index),
  );
export const spentTwice = (first: number, second: number) =>
  t(
    '"transaction.tx.inputs[{0}]" and "transaction.tx.inputs[{1}]" consume the same cell.',
    String(first),
    String(second),
  );

export const noSuchCell = (cell: string, index: number, count: number) =>
  t('The script to run is of {0} {1}, but the transaction has {2} of them.', cell, String(index), String(count));
export const noTypeScript = (cell: string, index: number) =>
  t(
    'The type script of {0} {1} is to run, but that cell has none; choose "lock", or another cell.',
    cell,
    String(index),
  );
export const outputLock = () =>
  t('The lock of an output does not run: a lock runs when its cell is an input. Choose an input, or "type".');
export const noProgram = (codeHash: string, hashType: string) =>
  t(
    'The script names its program by {1} {0}, and no cell dep of the transaction has that; add the cell with the program to "cell_deps".',
    codeHash,
    hashType,
  );
export const severalPrograms = (codeHash: string) =>
  t(
    'Several cell deps with different data have the type hash {0}, so CKB would not know which program to run.',
    codeHash,
  );
export const typeIdProgram = () =>
  t('The script is TYPE_ID, which CKB checks itself: there is no program to run. Choose another script.');

export const noFile = (name: string) =>
  t(
    '"{0}" is named inside the transaction and was not found; correct the path, or save the transaction beside it.',
    name,
  );
export const unknownType = (name: string) => t('"ref_type {0}" refers to a type that no "def_type {0}" makes.', name);
export const typeTwice = (name: string) => t('"def_type {0}" stands in the transaction twice.', name);
export const brokenJson = (name: string, reason: string) => t('{0} is not valid JSON: {1}.', name, reason);

export const atLine = (name: string, line: number, message: string) =>
  t('{0}, line {1}: {2}', name, String(line), message);
export const notWhole = (name: string, missing: string) =>
  t('{0} looks like a mock transaction of ckb-debugger, but has no "{1}".', name, missing);
export const chooseScript = (ids: readonly string[]) =>
  t('The transaction has several scripts; say in "script" which is to run: {0}.', ids.join(', '));
export const noScript = () =>
  t('The transaction has no script that could run: no cell is consumed, and no output has a type.');
export const inputCell = (index: number) => t('input {0}', String(index));
export const outputCell = (index: number) => t('output {0}', String(index));
export const scriptOf = (kind: string, cells: string, hashType: string, codeHash: string) =>
  t('{0} of {1} · {2} {3}', kind, cells, hashType, codeHash);
export const twoTransactions = (name: string) =>
  t('{0} is a transaction itself, so "transaction" cannot name another one; remove it.', name);
export const doc = {
  mockInfo: () => t('What the transaction refers to, as the chain would know it.'),
  mockInputs: () => t('The cells that the transaction consumes.'),
  mockCellDeps: () =>
    t('The cells that the transaction reads, the programs of its scripts among them, and the members of groups.'),
  mockHeaderDeps: () => t('The headers of the blocks that the transaction names.'),
  mockExtensions: () => t('What blocks carry beside header and transactions: pairs of the hash of a block and bytes.'),
  tx: () => t('The transaction itself.'),
  version: () => t('The version of the form of transactions: 0.'),
  cellDeps: () => t('Which cells are read. Each must be among "mock_info.cell_deps".'),
  headerDeps: () => t('Hashes of the blocks whose headers are read. Each must be among "mock_info.header_deps".'),
  inputs: () => t('Which cells are consumed. Each must be among "mock_info.inputs".'),
  outputs: () => t('The cells that are made.'),
  outputsData: () => t('The data of each of the outputs, in their order.'),
  witnesses: () => t('What goes with the inputs to prove that they may be consumed: signatures, mostly.'),
  witness: () => t('Bytes in hexadecimal. "{{ data FILE }}" after "0x" stands for those of a file.'),
  input: () => t('A cell that is consumed.'),
  since: () => t('Before when the cell cannot be consumed (RFC 0017); 0 for no such time.'),
  previousOutput: () => t('The output that made the cell.'),
  cellDep: () => t('A cell that is read.'),
  depPoint: () => t('The output that made the cell that is read.'),
  depType: () => t('"code" for the cell itself; "dep_group" for the cells that its data lists.'),
  transactionHash: () => t('The hash of the transaction that made it: "0x" and 64 digits.'),
  outputIndex: () => t('Which of its outputs, from 0.'),
  output: () => t('Capacity and scripts of the cell.'),
  capacity: () => t('In shannons, of which a CKB has 100,000,000.'),
  lock: () => t('The script that says who may consume the cell.'),
  type: () => t('The script that says what the cell may be; null for none.'),
  codeHash: () =>
    t(
      'Names the program among the cell deps, as "hash_type" says. "0x{{ hash FILE }}" is the hash of a file, "0x{{ ref_type NAME }}" that of a type.',
    ),
  hashType: () =>
    t(
      '"data", "data1" and "data2" name the program by the hash of its data, and run it on CKB-VM 0, 1 and 2; "type" by the hash of its type script, and run it on the newest.',
    ),
  scriptArgs: () => t('Arguments of the script, in hexadecimal.'),
  cellData: () => t('The data of the cell, in hexadecimal. "0x{{ data FILE }}" stands for those of a file.'),
  madeBy: () => t('The hash of the block that made the cell; null if that is not known.'),
  header: () => t('A header, with the hash of its block.'),
  consumedCell: () => t('An input, and the cell that it consumes.'),
  readCell: () => t('A cell dep, and the cell that it reads.'),
  blockVersion: () => t('The version of the form of headers: 0.'),
  target: () => t('How hard the block was to make, in its compact form.'),
  nonce: () => t('What made the block hard to make: a number of 128 bits.'),
  parent: () => t('The hash of the block before it.'),
  transactionsRoot: () => t('The root of the tree of its transactions.'),
  proposals: () => t('The hash of the transactions that it proposes; 0 for none.'),
  extra: () => t('The hash of its uncles and its extension; 0 for none.'),
  dao: () => t('What the Nervos DAO reckons with (RFC 0023).'),
  blockHash: () => t('The hash of the block: "0x" and 64 digits.'),
  blockNumber: () => t('How many blocks come before it.'),
  timestamp: () => t('Milliseconds since 1970.'),
  epoch: () => t('Its number in the low 24 bits, then index and length of 16 bits each (RFC 0017).'),
  extension: () => t('The hash of a block, and bytes.'),
};

const vmOf = (version: string) => version.replace('vm', 'CKB-VM ');
export const versionBy = (version: string, script: string, hashType: string) =>
  t('Runs on {0}, because the "hash_type" of {1} is "{2}".', vmOf(version), script, hashType);
export const versionNewest = (version: string, script: string) =>
  t('Runs on {0}, the newest, as scripts do whose "hash_type" is "type" ({1}).', vmOf(version), script);
