import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  type GenericRequestHandler,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { LoadError } from '../engines/engine.ts';
import * as messages from './messages.ts';
import { Param } from './params.ts';

export type Phase = 'new' | 'running' | 'shut down';

/**
 * Registers handlers that get their parameters unread and may throw. Requests are answered in `running` only;
 * what a handler throws becomes an error response, and a mistake of ours a line in the log as well.
 */
export const answering = (connection: Connection, phase: () => Phase) => {
  const refuse = (method: string): ResponseError | undefined => {
    if (phase() === 'new') return new ResponseError(ErrorCodes.ServerNotInitialized, messages.notInitialized(method));
    if (phase() === 'shut down') return new ResponseError(ErrorCodes.InvalidRequest, messages.shutDown(method));
    return undefined;
  };

  const toResponseError = (method: string, error: unknown): ResponseError => {
    if (error instanceof ResponseError) return error;
    if (error instanceof LoadError) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    connection.console.error(`${method}: ${error instanceof Error ? error.stack : String(error)}`);
    const reason = error instanceof Error ? error.message : String(error);
    return new ResponseError(ErrorCodes.InternalError, messages.requestFailed(method, reason));
  };

  return {
    onRequest<Result>(method: string, answer: (params: Param, token: CancellationToken) => Result): void {
      // The token comes last; parameters sent as a list, which LSP never does, come one by one before it.
      const handler: GenericRequestHandler<unknown, void> = (...received: unknown[]) => {
        const params = received.length > 1 ? received[0] : undefined;
        const token = received.at(-1) as CancellationToken;
        const refusal = refuse(method);
        if (refusal) return refusal;
        const unlessCancelled = (result: unknown) =>
          token.isCancellationRequested
            ? new ResponseError(LSPErrorCodes.RequestCancelled, messages.cancelled())
            : result;
        if (token.isCancellationRequested) return unlessCancelled(undefined);
        try {
          const answered = answer(new Param(params, ''), token);
          if (!(answered instanceof Promise)) return answered;
          return answered.then(unlessCancelled, (error) => toResponseError(method, error));
        } catch (error) {
          return toResponseError(method, error);
        }
      };
      connection.onRequest(method, handler);
    },

    onNotification(method: string, take: (params: Param) => void): void {
      connection.onNotification(method, (params: unknown) => {
        const refusal = refuse(method);
        if (refusal) return connection.console.error(refusal.message);
        try {
          take(new Param(params, ''));
        } catch (error) {
          connection.console.error(`${method}: ${error instanceof Error ? error.message : String(error)}`);
        }
      });
    },
  };
};
