import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { engines } from '../engines/list.ts';
import { startServer } from './server.ts';

/** The server as a Node program: `--node-ipc`, `--stdio`, `--socket=PORT` or `--pipe=NAME` says how it is spoken to. */
startServer(createConnection(ProposedFeatures.all), engines);
