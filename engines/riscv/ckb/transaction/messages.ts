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
    '"{0}" is named inside the transaction and could not be read; put the transaction into the scenario, so that its files are found.',
    name,
  );
export const unknownType = (name: string) => t('"ref_type {0}" refers to a type that no "def_type {0}" makes.', name);
export const typeTwice = (name: string) => t('"def_type {0}" stands in the transaction twice.', name);
export const brokenJson = (name: string, reason: string) => t('{0} is not valid JSON: {1}', name, reason);
