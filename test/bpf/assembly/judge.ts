import { litesvm } from '../oracle.ts';
import { newSvm } from '../oracle-run.ts';

// Run as a process of its own, because Agave's code can end the process that it runs in. Reads programs, and writes what
// became of each, as JSON.

/** A program as it is handed over: its file in base64. */
export type GivenProgram = { readonly name: string; readonly elf: string; readonly isRun: boolean };

/** Why a program was refused, or how its transaction went. */
export type Verdict = {
  readonly name: string;
  readonly refusal?: string;
  readonly logs?: readonly string[];
  readonly units?: number;
};

const programKey = '11111111111111111111111111111112';

const judge = async ({ name, elf, isRun }: GivenProgram): Promise<Verdict> => {
  const kit = await import('@solana/kit');
  const svm = newSvm();
  try {
    svm.addProgram(programKey as never, Uint8Array.from(Buffer.from(elf, 'base64')));
  } catch (error) {
    return { name, refusal: String(error) };
  }
  if (!isRun) return { name };
  const payer = await kit.generateKeyPairSigner();
  svm.airdrop(payer.address, 1_000_000_000n as never);
  const message = kit.pipe(
    kit.createTransactionMessage({ version: 'legacy' }),
    (each) => kit.setTransactionMessageFeePayer(payer.address, each),
    (each) =>
      kit.setTransactionMessageLifetimeUsingBlockhash(
        { blockhash: svm.latestBlockhash() as never, lastValidBlockHeight: 1_000_000n },
        each,
      ),
    (each) => kit.appendTransactionMessageInstruction({ programAddress: programKey as never }, each),
  );
  const result = svm.simulateTransaction(kit.compileTransaction(message as never) as never);
  const meta = result.meta();
  return { name, logs: meta.logs(), units: Number(meta.computeUnitsConsumed()) };
};

if (import.meta.main && litesvm) {
  let input = '';
  for await (const part of process.stdin) input += part;
  const verdicts: Verdict[] = [];
  for (const given of JSON.parse(input) as GivenProgram[]) verdicts.push(await judge(given));
  process.stdout.write(JSON.stringify(verdicts));
}
