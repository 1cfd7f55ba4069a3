import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../../harness/random.ts';
import type { Finding } from '../../lockstep/fuzz.ts';
import type { Task } from '../../lockstep/fuzz-worker.ts';
import { shrink } from '../../lockstep/shrink.ts';
import { skipped } from '../oracle.ts';
import { Court } from './court.ts';
import { randomSubject } from './generator.ts';
import { type FamilyName, familyNames } from './protocol.ts';
import { type Subject, scenarioOf, textOf } from './subject.ts';

/** With fewer lines, smaller numbers, less data and less damage. */
function* smallerSubjects(subject: Subject): Generator<Subject> {
  const lines = subject.text.split('\n');
  for (const size of [64, 16, 4, 1])
    for (let at = 0; at < lines.length; at += size) yield { ...subject, text: lines.toSpliced(at, size).join('\n') };
  for (const at of subject.damage.keys()) yield { ...subject, damage: subject.damage.toSpliced(at, 1) };
  if (subject.data.length > 0) yield { ...subject, data: [] };
  for (const [at, line] of lines.entries()) {
    const simpler = line.replace(/-?\d{2,}$/, '1');
    if (simpler !== line && !line.startsWith('.')) yield { ...subject, text: lines.with(at, simpler).join('\n') };
  }
}

/** How long after the end of the time a difference may still be made smaller, in milliseconds. */
const grace = 20_000;
/** How many smaller programs are tried. */
const most = 600;

const isBroken = (text: string | undefined): boolean => text === undefined || text.startsWith('Error: ');

/** What one seed led to. A program at which Agave's code ends its process is not compared. */
const compareSeed = async (courts: Courts, seed: number, until: number): Promise<Finding> => {
  const subject = randomSubject(randomFrom(seed));
  const court = subject.damage.length > 0 ? courts.untraced : courts.traced;
  const verdict = await court.judge(subject);
  if (!verdict) return { seed, programs: 0, steps: 0 };
  const { steps, difference } = verdict;
  if (difference === undefined) return { seed, programs: 1, steps };
  const holds = async (smaller: Subject): Promise<boolean> => {
    if (Date.now() > until + grace) return false;
    const found = (await court.judge(smaller))?.difference;
    // What is left may not assemble.
    return found !== undefined && isBroken(found) === isBroken(difference);
  };
  const smallest = await shrink(subject, smallerSubjects, holds, most);
  const text = (await court.judge(smallest))?.difference ?? difference;
  const name = `program-${seed}`;
  const scenario = `${JSON.stringify(scenarioOf(smallest, `${name}.sbpf`), undefined, 2)}\n`;
  return { seed, programs: 1, steps, difference: { text, name, program: textOf(smallest, text), scenario } };
};

/** What follows from a seed alone, which tells all of it. */
const compareFamily = async (court: Court, family: FamilyName, seed: number): Promise<Finding> => {
  const verdict = await court.judge({ family, seed });
  const found = { seed, programs: verdict ? 1 : 0, steps: 0 };
  if (verdict?.difference === undefined) return found;
  const how = `${family}: npm run fuzz -- bpf --seed ${seed} --programs 1`;
  const program = `# ${how}\n${verdict.difference.replaceAll(/^/gm, '# ')}\n`;
  return { ...found, difference: { text: how, name: `${family}-${seed}`, program, scenario: '{}\n' } };
};

/** One seed in so many is no program of ours. */
const familiesAmong = 4;

type Courts = { readonly traced: Court; readonly untraced: Court };

const work = async ({ first, stride, until, most: count }: Task): Promise<void> => {
  if (skipped) throw new Error(skipped);
  const courts: Courts = { traced: new Court({ isTraced: true }), untraced: new Court({ isTraced: false }) };
  for (let seed = first, done = 0; done < count && Date.now() < until; seed += stride, done += 1)
    parentPort?.postMessage(
      seed % familiesAmong === 0
        ? await compareFamily(courts.untraced, familyNames[(seed / familiesAmong) % familyNames.length], seed)
        : await compareSeed(courts, seed, until),
    );
  courts.traced.close();
  courts.untraced.close();
};

await work(workerData as Task);
