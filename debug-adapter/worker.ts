import { engines } from '../engines/list.ts';
import * as messages from './messages.ts';
import { GaslampSession } from './session.ts';

/** Reads nothing by itself: its client sends the files that a launch needs. */
const host = {
  readFile: () => Promise.reject(new Error(messages.onlyFiles())),
};

/** The adapter as a web worker with one session, to which each message is one of the Debug Adapter Protocol. */
const session = new GaslampSession(engines, host);
session.onDidSendMessage((message) => postMessage(message));
addEventListener('message', ({ data }) => session.handleMessage(data));
