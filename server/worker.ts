import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { engines } from '../engines/list.ts';
import { startServer } from './server.ts';

/** The server as a web worker, which talks to whoever started it. */
const reader = new BrowserMessageReader(self);
startServer(createConnection(ProposedFeatures.all, reader, new BrowserMessageWriter(self)), engines);
