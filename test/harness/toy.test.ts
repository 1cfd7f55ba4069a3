import { readFileSync } from 'node:fs';
import { toy } from '../toy/index.ts';
import { engineHarness, textFile } from './harness.ts';

const program = (text: string) => textFile('program.toy', text);
const number = (n: number) => new Uint8Array(Int32Array.from([n]).buffer);
const byte = (at: bigint) => ({ space: 'memory', at, size: 1 });

engineHarness(toy, {
  programs: [
    {
      title: 'a tour of everything',
      file: textFile('tour.toy', readFileSync(new URL('../toy/tour.toy', import.meta.url), 'utf8')),
      edits: [
        { step: 30, location: byte(0n), value: Uint8Array.of(6) },
        { step: 40, location: { space: 'stack#1', at: 0n, size: 1 }, value: number(5) },
      ],
    },
    {
      title: 'three threads that take turns and print',
      file: program(`
        push 3\n spawn work\n push 5\n spawn work\n push 2\n call work
        drop\n drop\n push 1\n join\n push 2\n join\n halt
        work: push -1\n add\n sys print\n dup\n push 0\n push 1\n store\n push 0\n push 1\n less\n drop\n branch work\n ret`),
    },
    {
      title: 'a jump between the two of a pair',
      file: program(
        'push 1\n jump second\n push 1\n push 2\n less\nsecond: branch end\n halt\nend: push 3\n push 2\n push 1\n less\n branch end\n halt',
      ),
      edits: [{ step: 1, location: { space: 'stack#0', at: 0n, size: 1 }, value: number(0) }],
    },
    { title: 'an endless loop, cut short', file: program('loop: push 1\n drop\n jump loop'), steps: 100 },
    { title: 'the stack runs dry', file: program('push 1\n sys print\n add') },
    { title: 'running off the end', file: program('push 1\n sys print') },
    { title: 'out of fuel', file: program('loop: push 1\n jump loop'), options: { launch: { fuel: 50 } } },
    {
      title: 'threads that wait for each other',
      file: program('push 0\n spawn other\n join\n halt\nother: join\n halt'),
    },
    {
      title: 'the host has no more memory',
      file: program('push 7\n sys print\n push 99\n store\n push 1\n push 5000\n store\n halt'),
      options: { limits: { steps: 1000, memory: 1000 } },
    },
    {
      title: 'the host grants no more steps',
      file: program('loop: push 1\n drop\n jump loop'),
      options: { limits: { steps: 20, memory: 1000 } },
    },
    {
      title: 'an older version',
      file: program('push 4\n twice\n sys print\n push 3\n add\n byte 6\n'),
      options: { version: 'v1' },
    },
    {
      title: 'memory grows and is given back',
      file: program('push 9\n push 100\n store\n push 10\n free\n push 8\n push 3\n store\n push 3\n load\n halt'),
      edits: [{ step: 8, location: byte(3n), value: Uint8Array.of(77) }],
    },
    {
      title: 'calls in calls',
      file: program(
        'push 6\n call down\n halt\ndown: push -1\n add\n dup\n sys sqrt\n drop\n dup\n branch again\n ret\nagain: call down\n ret',
      ),
    },
  ],
  endless: {
    title: 'a loop that counts its rounds in 4 KB of memory',
    file: program(`
      again: push 5000\n load\n push 1\n add\n push 5000\n store
      push 0
      loop: dup\n push 5000\n load\n swap\n store\n push 1\n add\n dup\n push 4096\n less\n branch loop
      drop\n jump again`),
  },
});
