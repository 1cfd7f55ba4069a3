import type { Readable, Writable } from 'node:stream';
import { encodeFrame, FrameReader } from './framing.ts';
import type { GaslampSession } from './session.ts';

/** Connects a session to a pair of streams, until its client disconnects or is gone; `end` is called then, once. */
export const serve = (session: GaslampSession, input: Readable, output: Writable, end: () => void): void => {
  let isGone = false;
  const gone = () => {
    if (isGone) return;
    isGone = true;
    session.dispose();
    end();
  };
  const reader = new FrameReader(
    (message) => session.handleMessage(message),
    (sentence) => session.complain(sentence),
  );
  session.onDidSendMessage((message) => {
    if (!isGone) output.write(encodeFrame(message));
  });
  input.on('data', (chunk: Uint8Array) => reader.push(chunk));
  input.on('close', gone);
  input.on('error', gone);
  output.on('error', gone);
  void session.closed.then(gone);
};
