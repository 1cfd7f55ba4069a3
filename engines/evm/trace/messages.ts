import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';

export const traceUnit = () => t('Recorded run');
export const tracePart = () => t('a recorded run, to be stepped through');
export const notReadable = (name: string, why: string) =>
  t('The trace {0} cannot be read: {1} Record it anew, or check that it was copied whole.', name, why);
export const noTrace = () => t('it does not begin with a step.');
export const wrongStep = (steps: number) => t('what follows its first {0} steps is no step.', grouped(steps));
export const noSteps = (name: string) => t('The trace {0} has no steps; there is nothing to go through.', name);
export const notWritable = () => t('A recorded run cannot be changed; debug the program itself to try something else.');
export const brokenOff = (steps: number) =>
  t('The trace breaks off after {0} steps; the rest of the run is not in the file.', grouped(steps));
export const ended = (gasUsed: bigint | undefined) =>
  gasUsed === undefined ? t('The recorded run ended.') : t('The recorded run ended, {0} gas used.', grouped(gasUsed));
export const returnedBytes = (size: number, gasUsed: bigint | undefined) =>
  gasUsed === undefined
    ? t('The recorded run returned {0} bytes.', grouped(size))
    : t('The recorded run returned {0} bytes, {1} gas used.', grouped(size), grouped(gasUsed));
export const failed = (why: string) => t('The recorded run failed: {0}.', why.replace(/\.$/, ''));
export const reverted = () => t('reverted');
export const unknownFailure = () => t('the trace does not say why');
export const rootName = () => t('the contract called');
export const createdName = () => t('new contract');
export const happened = (mnemonic: string, at: number) => t('{0} at 0x{1}.', mnemonic, at.toString(16));
