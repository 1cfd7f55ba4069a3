/** Why gas is charged or given back, in a few words. The base cost of an instruction has the reason `base`. */
export const reasons = [
  'base',
  'beyond the base cost',
  'burnt on failure',
  'bytes of the exponent',
  'call stipend',
  'calldata floor',
  'code deposit',
  'cold account',
  'cold storage slot',
  'delegation',
  'gas for the call',
  'intrinsic gas',
  'log data',
  'memory growth',
  'new account',
  'refund',
  'storage reset',
  'storage set',
  'value transfer',
  'words copied',
  'words hashed',
  'words of init code',
] as const;

/** The last kind is what a precompile costs. */
export type Reason = (typeof reasons)[number] | `precompile ${string}`;
