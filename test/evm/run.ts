import { evmAssembly } from '../../engines/evm/assembly/language.ts';
import type { EvmMachine } from '../../engines/evm/machine.ts';
import { type Account, createMachine, type Message } from '../../engines/evm/message.ts';
import type { Charge, Stop } from '../../engines/machine.ts';

export const contract = '0x0000000000000000000000000000000000c0de00';
export const caller = '0x00000000000000000000000000000000000ca11e';
export const other = '0x0000000000000000000000000000000000000bee';

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/^0x/, ''), 'hex'));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Instructions, with `;` or a line end between them. */
export const assemble = (text: string, version = 'osaka'): Uint8Array => {
  const { bytes, problems } = evmAssembly.parse(text.replaceAll(';', '\n'), { version });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(error.message);
  return bytes;
};

export const account = (address: string, text: string, more: Partial<Account> = {}): Account => ({
  address,
  nonce: 1n,
  code: assemble(text),
  ...more,
});

export type Run = {
  readonly machine: EvmMachine;
  readonly stop: Stop;
  readonly text: string;
  readonly spent: bigint;
  readonly charges: readonly Charge[];
};

/** Runs a program to its end. */
export const run = (program: string | Uint8Array, message: Message = {}): Run => {
  const code = typeof program === 'string' ? assemble(program, message.fork) : program;
  const machine = createMachine({ address: contract, code, ...message });
  const charges: Charge[] = [];
  machine.observer = { charge: (charge) => charges.push(charge) };
  const stop = machine.run({}, 10_000_000);
  machine.observer = undefined;
  const text = stop.kind === 'ended' ? stop.outcome.text : stop.kind === 'limit' ? stop.message : stop.kind;
  return { machine, stop, text, charges, spent: machine.meters()[0]?.spent ?? 0n };
};

/** The top of the stack at the end. */
export const top = ({ machine }: Run, depth = 0): bigint | undefined => {
  const { frame } = machine;
  return frame.stack[frame.sp - 1 - depth];
};

export const sum = (charges: readonly Charge[]): bigint =>
  charges.reduce((total, { amount }) => total + BigInt(amount), 0n);

/** `gas, address, [value], offset, size, to, room` pushed in the order that a call takes them. */
export const callOf = (
  kind: string,
  address: string,
  options: { gas?: string; value?: number; size?: number; to?: number; room?: number } = {},
) => {
  const { gas = 'gas', value, size = 0, to = 0, room = 0 } = options;
  const sent = kind === 'call' || kind === 'callcode' ? `push ${value ?? 0};` : '';
  return `push ${room}; push ${to}; push ${size}; push 0; ${sent} push ${address}; ${gas}; ${kind};`;
};
