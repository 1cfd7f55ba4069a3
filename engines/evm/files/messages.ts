import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';

export const emptyFile = (name: string) =>
  t('{0} is empty; it should hold EVM assembly, bytecode or a compiled contract.', name);

export const utf16 = (name: string) =>
  t('{0} is written in UTF-16; save it as UTF-8 (in VS Code: Save with Encoding).', name);

export const binary = (name: string, what: string) =>
  t('{0} is {1}; the EVM takes assembly, bytecode in hexadecimal digits, or a compiled contract in JSON.', name, what);

export const binaryData = () => t('binary data');
export const elfFor = (machine: string) => t('an ELF file for {0}', machine);
export const elfCut = () => t('an ELF file that is cut off within its header');
export const machineNumber = (number: number) => t('machine {0}', number);
export const kindOfFile = {
  wasm: () => t('a WebAssembly module'),
  zip: () => t('a ZIP archive'),
  gzip: () => t('a gzip archive'),
  png: () => t('a PNG picture'),
  pdf: () => t('a PDF document'),
  macho: () => t('a Mach-O program'),
  windows: () => t('a Windows program'),
};

export const notHex = (name: string, character: string, line: number) =>
  t('{0} holds no bytecode in hexadecimal digits: line {1} has "{2}".', name, line, character);

export const intelHex = (name: string) =>
  t('{0} is an Intel HEX file, the firmware of a device, and no EVM bytecode.', name);

export const noHex = (name: string) => t('{0} holds no hexadecimal digits.', name);

export const atLine = (name: string, line: number, message: string) => t('{0}, line {1}: {2}', name, line, message);

export const atLineAndMore = (name: string, line: number, message: string, more: number) =>
  more === 1
    ? t('{0}, line {1}: {2} (There is one more error.)', name, line, message)
    : t('{0}, line {1}: {2} (There are {3} more errors.)', name, line, message, more);

export const assemblyInHex = (name: string) =>
  t('{0} holds assembly and not hexadecimal bytecode; give it the ending .easm.', name);

export const noCode = (name: string) => t('{0} holds no code yet; write at least one instruction.', name);

export const notJson = (name: string, why: string) =>
  t('{0} looks like a compiled contract, but it cannot be read as JSON; it seems damaged or cut off: {1}.', name, why);

export const solcInput = (name: string) =>
  t('{0} is what the Solidity compiler reads, not what it writes; run solc on it and open the result.', name);

export const solcErrors = (name: string, first: string) =>
  t('{0} holds no contract, because the compiler found errors: {1}', name, first);

export const notSelected = (name: string) =>
  t(
    '{0} comes from the Solidity compiler, but without bytecode; add "evm.bytecode.object" and "evm.deployedBytecode.object" to outputSelection.',
    name,
  );

export const abstractContract = (contract: string) =>
  t('{0} has no bytecode: it is an interface or an abstract contract; open a contract that implements it.', contract);

export const onlyAbi = (name: string) =>
  t('{0} has an ABI but no bytecode; open what the compiler wrote for the contract, with "bytecode" in it.', name);

export const brokenBytecode = (contract: string) =>
  t('The bytecode of {0} is damaged: it should be an even number of hexadecimal digits; compile it again.', contract);

export const noPart = (asked: string, parts: readonly string[]) =>
  t('There is no part "{0}" in this file; there are {1}.', asked, parts.join(', '));

export const unlinked = (contract: string, libraries: readonly string[]) =>
  libraries.length === 1
    ? t('{0} uses the library {1}, whose address is not filled in yet; link it first.', contract, libraries[0] ?? '')
    : t(
        '{0} uses the libraries {1}, whose addresses are not filled in yet; link them first.',
        contract,
        libraries.join(', '),
      );

export const runtimePart = () => t('Runtime code: what a call to the deployed contract runs.');
export const creationPart = () => t('Creation code: runs the constructor and returns the runtime code.');
export const assemblyPart = () => t('EVM assembly.');
export const bytecodePart = () => t('EVM bytecode.');

export const creationName = (contract: string) => t('{0} (creation code)', contract);

export const stateValue = (name: string, path: string, found: string) =>
  t('{0} is a state of accounts, but at {1} it has {2}.', name, path, found);
export const stateWithoutCode = (name: string) =>
  t('{0} holds accounts, and none of them has code to run; name it as "prestate" of another program.', name);
export const accountPart = (bytes: number) => t('an account with {0} bytes of code', grouped(bytes));

export const brokenGzip = (name: string) =>
  t('{0} is packed by gzip and cannot be unpacked; it seems damaged, cut off, or holds more than 256 MB.', name);
