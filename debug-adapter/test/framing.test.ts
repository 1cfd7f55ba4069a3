import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFrame, FrameReader } from '../framing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const frame = (message: object) => new TextDecoder().decode(encodeFrame(message));

/** What a reader makes of chunks: the messages, and how often it complained. */
const read = (...chunks: readonly (string | Uint8Array)[]) => {
  const messages: unknown[] = [];
  let problems = 0;
  const reader = new FrameReader(
    (message) => messages.push(message),
    () => {
      problems += 1;
    },
  );
  for (const chunk of chunks) reader.push(typeof chunk === 'string' ? bytes(chunk) : chunk);
  return { messages, problems };
};

test('messages are cut apart wherever the stream is', () => {
  const stream = encodeFrame({ text: 'ü…😀' });
  const whole = new Uint8Array([...stream, ...stream]);
  const expected = { messages: [{ text: 'ü…😀' }, { text: 'ü…😀' }], problems: 0 };
  assert.deepEqual(read(whole), expected);
  assert.deepEqual(read(...Array.from(whole, (byte) => Uint8Array.of(byte))), expected);
});

test('further header lines are allowed', () => {
  assert.deepEqual(read('Content-Length: 2\r\nContent-Type: x\r\n\r\n{}'), { messages: [{}], problems: 0 });
});

test('what is broken is reported once, and the next message is understood', () => {
  const good = frame({ good: true });
  for (const broken of [
    'hello',
    'x'.repeat(10_000),
    'Content-Length: many\r\n\r\n{}',
    'Content-Length: -5\r\n\r\n{}',
    'Content-Length: 3\r\n\r\n{{{',
    'Content-Length: 1\r\n\r\n{"seq":1}',
    'Content-Length: 999999999999\r\n\r\n{}',
    '\0\xff\r\n\r\n',
  ]) {
    assert.deepEqual(read(broken, good), { messages: [{ good: true }], problems: 1 }, broken.slice(0, 40));
  }
});

test('a message that is cut off costs no other', () => {
  const { messages, problems } = read(
    'Content-Length: 40\r\n\r\n{"seq":',
    frame({ a: 1 }),
    frame({ b: 2 }),
    frame({ c: 3 }),
  );
  assert.deepEqual(messages, [{ a: 1 }, { b: 2 }, { c: 3 }]);
  assert.equal(problems, 1);
});
