import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textFile } from '../../test/harness/harness.ts';
import { toy } from '../../test/toy/index.ts';
import { Chronicle } from '../chronicle.ts';
import { Marks } from '../marks.ts';
import { type TimelineResult, timelineEvent, timelineRequest } from '../protocol.ts';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const path = '/toys/a.toy';

const threads = `  push 9
  spawn worker
  push 1
  call there
  join
  halt
there:
  sys print
  ret
worker:
  sys print
  ret
`;

/** Says something in every fourth step. */
const talking = (rounds: number) => `  push ${rounds}
loop:
  sys print
  push -1
  add
  dup
  branch loop
  halt
`;

const timelineOf = ({ client }: Debugging, marks = true) => client.ask<TimelineResult>(timelineRequest, { marks });

/** The timeline once all that is known of the run has been looked at. */
const wholeTimeline = async (debugging: Debugging): Promise<TimelineResult> => {
  const timeline = await timelineOf(debugging);
  if (timeline.lookedTo === timeline.furthest) return timeline;
  await debugging.client.event(timelineEvent);
  return timelineOf(debugging);
};

/** `5 enter print`, and ` ×3` behind one that stands for three. */
const linesOf = (marks: TimelineResult['marks']) =>
  marks.map(({ step, kind, text, count }) => `${step} ${kind} ${text}${count > 1 ? ` ×${count}` : ''}`);

describe('timeline', () => {
  test('tells calls, native calls, threads, output and the end, each at the moment after it', async () => {
    const debugging = debugToy({ 'a.toy': threads });
    await debugging.start({ program: path, stopOnEntry: true });
    const atStart = await timelineOf(debugging);
    assert.deepEqual(linesOf(atStart.marks), ['0 enter main']);
    assert.deepEqual([atStart.step, atStart.furthest, atStart.isComplete], [0, 0, false]);
    await debugging.go('continue');
    const atEnd = await timelineOf(debugging);
    assert.deepEqual([atEnd.step, atEnd.furthest, atEnd.isComplete, atEnd.lookedTo], [12, 12, true, 12]);
    assert.deepEqual(atEnd.meters[0], { name: 'fuel', spent: '53', limit: '1000000000000' });
    assert.deepEqual(linesOf(atEnd.marks), [
      '0 enter main',
      '2 event Thread 1 starts at worker.',
      '4 enter there',
      '5 enter print',
      '6 output 1',
      '6 leave print',
      '7 leave there',
      '8 enter worker',
      '9 enter print',
      '10 output 9',
      '10 leave print',
      '11 leave worker',
      '12 end Halted with 1.',
    ]);
  });

  test('a step back moves the program, not what is known', async () => {
    const debugging = debugToy({ 'a.toy': threads });
    await debugging.start({ program: path }, { [path]: [8] });
    const known = await timelineOf(debugging);
    await debugging.go('stepBack');
    assert.deepEqual(await timelineOf(debugging), {
      ...known,
      step: known.step - 1,
      meters: (await timelineOf(debugging)).meters,
    });
    assert.equal(await debugging.where(), 'main a.toy:4');
  });

  test('tells calls of contracts and their events, also of one that costs nothing', async () => {
    const call = 'push 0\npush 0\npush 0\npush 0\npush 0\npush 0xbb\npush 0xffff\ncall\nstop\n';
    const debugging = debugEvm(`push 7\npush 0\nsstore\n${call}`);
    const accounts = { '0x00000000000000000000000000000000000000bb': { code: '0x00' } };
    await debugging.start({ program: '/contracts/a.easm', stopOnEntry: true, accounts });
    await debugging.go('continue');
    const { marks, meters } = await timelineOf(debugging);
    assert.deepEqual(linesOf(marks), [
      '0 enter CALL a',
      '3 event a 0x0000…de00 writes 0x7 to slot 0x0.',
      '11 event CALL of 0x0000…00bb with 0 wei and 0 bytes.',
      '11 enter CALL 0x0000…00bb',
      '12 leave CALL 0x0000…00bb',
      '13 end Ended; nothing was returned.',
    ]);
    assert.deepEqual(
      meters.map(({ name }) => name),
      ['gas'],
    );
  });

  test('after an edit it is that of the new future, and tells the edit', async () => {
    const debugging = debugToy({ 'a.toy': talking(2) });
    await debugging.start({ program: path, stopOnEntry: true });
    await debugging.go('continue');
    assert.deepEqual(linesOf((await timelineOf(debugging)).marks).at(-1), '14 end Halted with 0.');
    await debugging.go('gaslamp/goToStep', { step: 3 });
    await debugging.client.ask('setExpression', { expression: 'stack[0]', value: '1' });
    const edited = await timelineOf(debugging);
    assert.deepEqual([edited.furthest, edited.isComplete], [3, false]);
    assert.equal(linesOf(edited.marks).at(-1), '3 edit stack[0]');
    await debugging.go('continue');
    assert.deepEqual(linesOf((await timelineOf(debugging)).marks).slice(-3), [
      '3 leave print',
      '3 edit stack[0]',
      '8 end Halted with 0.',
    ]);
  });

  test('marks of a long run are told together where they are too many', async () => {
    const debugging = debugToy({ 'a.toy': talking(1000) });
    await debugging.start({ program: path, stopOnEntry: true });
    await debugging.go('continue');
    const { marks, lookedTo, furthest } = await wholeTimeline(debugging);
    assert.equal(lookedTo, furthest);
    assert.ok(marks.length > 100 && marks.length <= 500, `${marks.length} marks`);
    const counted = marks.filter(({ kind }) => kind === 'output').reduce((sum, { count }) => sum + count, 0);
    assert.equal(counted, 1000);
    assert.equal(marks.at(-1)?.kind, 'end');
  });

  test('nobody looks any more once nobody wants marks, and the search goes on where it was', async () => {
    const debugging = debugToy({ 'a.toy': talking(6_000) });
    await debugging.start({ program: path, stopOnEntry: true });
    await debugging.go('continue');
    const { furthest } = await timelineOf(debugging);
    const { marks } = await timelineOf(debugging, false);
    assert.deepEqual(marks, []);
    for (let i = 0; i < 100; i++) await debugging.client.ask('threads');
    const { lookedTo } = await timelineOf(debugging);
    assert.ok(lookedTo < furthest / 2, `${lookedTo} of ${furthest}`);
    assert.equal((await wholeTimeline(debugging)).lookedTo, furthest);
  });

  test('it can be asked for only while the program stands still', async () => {
    const debugging = debugToy({ 'a.toy': 'loop: jump loop\n' });
    await debugging.start({ program: path, stopOnEntry: true });
    assert.match(await debugging.client.refused(timelineRequest, {}), /"marks" should be true or false/);
    await debugging.client.ask('continue', { threadId: 1 });
    assert.match(await debugging.client.refused(timelineRequest, { marks: true }), /pause it first/);
    await debugging.client.ask('disconnect');
  });
});

describe('Chronicle', () => {
  const chronicleOf = (text: string, steps = 1e6) => {
    const limits = { steps, memory: 1000 };
    return new Chronicle(toy.load(textFile('a.toy', text), { version: 'v2', limits, launch: {} }), []);
  };

  test('is the same however it is sliced', () => {
    const whole = chronicleOf(talking(600));
    whole.look(3000, 10_000);
    assert.equal(whole.steps, 3000);
    for (const slice of [1, 7, 1000]) {
      const sliced = chronicleOf(talking(600));
      while (sliced.canSee(3000)) sliced.look(3000, slice);
      assert.deepEqual(sliced.marks, whole.marks);
    }
  });

  test('goes no further than the host lets it', () => {
    const chronicle = chronicleOf(talking(600), 50);
    chronicle.look(3000, 3000);
    assert.deepEqual([chronicle.steps, chronicle.canSee(3000)], [50, false]);
  });
});

describe('Marks', () => {
  test('are told each as long as they are few, also several of one step', () => {
    const marks = new Marks(4);
    for (const text of ['a', 'b', 'c', 'd']) marks.add(5, 'event', text);
    assert.deepEqual(linesOf(marks.list), ['5 event a', '5 event b', '5 event c', '5 event d']);
    marks.add(6, 'event', 'e');
    assert.deepEqual(linesOf(marks.list), ['5 event a ×4', '6 event e']);
  });

  test('of different kinds are never told as one', () => {
    const marks = new Marks(4);
    for (let step = 0; step < 100; step++) marks.add(step, step % 2 === 0 ? 'enter' : 'leave', String(step));
    assert.deepEqual(linesOf(marks.list), ['0 enter 0 ×32', '1 leave 1 ×32', '64 enter 64 ×18', '65 leave 65 ×18']);
  });

  test('tell once what is output and an event', () => {
    const marks = new Marks();
    marks.add(5, 'output', 'Log: a');
    marks.add(5, 'event', 'Log: a');
    marks.add(5, 'event', 'b');
    marks.add(6, 'event', 'Log: a');
    assert.deepEqual(linesOf(marks.list), ['5 output Log: a', '5 event b', '6 event Log: a']);
  });
});
