import * as lsp from 'vscode-languageserver';
import type { Engine, InputFile } from '../engines/engine.ts';
import type { Range } from '../engines/language.ts';
import { setTranslations } from '../engines/translate.ts';
import { answering, type Phase } from './answering.ts';
import { capabilities } from './capabilities.ts';
import { diagnose } from './diagnosing.ts';
import { Documents, type Snapshot } from './documents.ts';
import * as messages from './messages.ts';
import { Param } from './params.ts';
import {
  askNodeMethod,
  callsMethod,
  checkMethod,
  fetchableMethod,
  fetchMethod,
  filesMethod,
  launchOfMethod,
  listingMethod,
  partsMethod,
  referenceMethod,
  sourcesMethod,
  versionsMethod,
} from './protocol.ts';
import { Pushes } from './pushes.ts';
import { referenceOf } from './reference.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './requests/call-hierarchy.ts';
import { Calls } from './requests/calls.ts';
import { codeActions } from './requests/code-actions.ts';
import { codeLenses } from './requests/code-lens.ts';
import { completion, resolveCompletion } from './requests/completion.ts';
import { definition } from './requests/definition.ts';
import { diagnostics } from './requests/diagnostics.ts';
import { documentHighlight } from './requests/document-highlight.ts';
import { documentLinks } from './requests/document-links.ts';
import { documentSymbols } from './requests/document-symbols.ts';
import { fetchable, fetchScenario } from './requests/fetch.ts';
import { files } from './requests/files.ts';
import { foldingRanges } from './requests/folding-ranges.ts';
import { formatting } from './requests/formatting.ts';
import { hover } from './requests/hover.ts';
import { inlayHints } from './requests/inlay-hints.ts';
import { inlineValues } from './requests/inline-values.ts';
import { listing } from './requests/listing.ts';
import { parts } from './requests/parts.ts';
import { references } from './requests/references.ts';
import { prepareRename, rename } from './requests/rename.ts';
import { selectionRange } from './requests/selection-ranges.ts';
import { allSemanticTokens, semanticTokens } from './requests/semantic-tokens.ts';
import { signatureHelp } from './requests/signature-help.ts';
import { versions } from './requests/versions.ts';
import { workspaceSymbols } from './requests/workspace-symbols.ts';
import { Settings, valueAt } from './settings.ts';
import { Workspace } from './workspace.ts';

/**
 * Serves the languages of `engines` over `connection`, and starts to listen on it. Here alone the connection is known:
 * each request is read, handed to its function in `requests/`, and answered.
 */
export const startServer = (connection: lsp.Connection, engines: readonly Engine[]): void => {
  let phase: Phase = 'new';
  let client: lsp.ClientCapabilities = {};
  let pushes: Pushes | undefined;
  const settings = new Settings(engines);
  const versionOf = (engine: Engine) => settings.version(engine);
  const documents = new Documents(engines, versionOf);
  let readsFiles = false;
  const workspace = new Workspace(engines, documents, versionOf, async (params) =>
    readsFiles
      ? connection.sendRequest<unknown>(sourcesMethod, params).catch((error) => {
          failed(messages.sourcesUnavailable)(error);
          return [];
        })
      : [],
  );
  const calls = new Calls(engines, versionOf);
  const { onRequest, onNotification } = answering(connection, () => phase);

  const failed = (say: (reason: string) => string) => (error: unknown) =>
    connection.console.error(say(error instanceof Error ? error.message : String(error)));

  /** When the settings that were asked for are here. */
  let settled: Promise<void> = Promise.resolve();
  const pullSettings = () => {
    if (!client.workspace?.configuration) return;
    const items = settings.keys.map((section) => ({ section }));
    settled = connection
      .sendRequest(lsp.ConfigurationRequest.type, { items })
      .then((values) => takeSettings(Array.isArray(values) ? values : []))
      .catch(failed(messages.settingsUnavailable));
  };

  const takeSettings = (values: readonly unknown[]) => {
    const { changed, hintsChanged, warnings } = settings.update(values);
    for (const message of warnings) {
      connection.sendNotification(lsp.ShowMessageNotification.type, { type: lsp.MessageType.Warning, message });
    }
    const { diagnostics, semanticTokens, inlayHint } = client.workspace ?? {};
    if ((changed || hintsChanged) && inlayHint?.refreshSupport) refresh(lsp.InlayHintRefreshRequest.method);
    if (!changed) return;
    for (const uri of documents.uris) pushes?.changed(uri);
    if (diagnostics?.refreshSupport) refresh(lsp.DiagnosticRefreshRequest.method);
    if (semanticTokens?.refreshSupport) refresh(lsp.SemanticTokensRefreshRequest.method);
  };

  const refresh = (method: string) => {
    connection.sendRequest(method).catch(failed((reason) => messages.refreshRefused(method, reason)));
  };

  const publish = (uri: string, diagnostics: lsp.Diagnostic[], version?: number) => {
    const { method } = lsp.PublishDiagnosticsNotification;
    const notPublished = failed((reason) => messages.requestFailed(method, reason));
    connection.sendNotification(method, { uri, version, diagnostics }).catch(notPublished);
  };

  connection.onInitialize((params) => {
    if (phase !== 'new') return new lsp.ResponseError(lsp.ErrorCodes.InvalidRequest, messages.alreadyInitialized());
    phase = 'running';
    client = params.capabilities;
    if (!client.textDocument?.diagnostic) pushes = new Pushes(documents, publish, failed(messages.problemsUnknown));
    setTranslations(new Param(params.initializationOptions, '').at('translations').value);
    readsFiles = offers(params.initializationOptions, 'sources');
    return {
      capabilities: capabilities(engines, offers(params.initializationOptions, 'commands')),
      serverInfo: { name: 'gaslamp' },
    };
  });
  connection.onShutdown(() => {
    phase = 'shut down';
    pushes?.stop();
  });

  onNotification(lsp.InitializedNotification.method, () => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      const change = lsp.DidChangeConfigurationNotification.type;
      connection.client.register(change, { section: settings.keys }).catch(failed(messages.settingsUnavailable));
    }
    if (readsFiles && client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = workspace.extensions.map((extension) => ({ globPattern: `**/*${extension}` }));
      const change = lsp.DidChangeWatchedFilesNotification.type;
      connection.client.register(change, { watchers }).catch(failed(messages.sourcesUnavailable));
    }
    pullSettings();
  });
  onNotification(lsp.DidChangeWatchedFilesNotification.method, () => workspace.forget());
  onNotification(lsp.DidChangeConfigurationNotification.method, (params) => {
    if (client.workspace?.configuration) return pullSettings();
    const pushed = params.at('settings').value;
    takeSettings(settings.keys.map((key) => valueAt(pushed, key)));
  });
  const uriIn = (params: Param) => params.at('textDocument').at('uri').string();
  onNotification(lsp.DidOpenTextDocumentNotification.method, (params) => {
    documents.open(params);
    pushes?.changed(uriIn(params));
  });
  onNotification(lsp.DidChangeTextDocumentNotification.method, (params) => {
    documents.change(params);
    pushes?.changed(uriIn(params));
  });
  onNotification(lsp.DidCloseTextDocumentNotification.method, (params) => {
    documents.close(params);
    pushes?.closed(uriIn(params));
  });

  /** A request on a text; `nothing` is the answer where the text is not open or not ours. */
  const onText = <Result>(
    method: string,
    nothing: Result,
    answer: (snapshot: Snapshot, params: Param) => Result,
  ): void =>
    onRequest(method, (params) => {
      const snapshot = documents.snapshot(uriIn(params));
      return snapshot ? answer(snapshot, params) : nothing;
    });

  /** A request at a position; a line beyond the end of the text has nothing on it. */
  const onPosition = <Result>(
    method: string,
    answer: (snapshot: Snapshot, offset: number, params: Param) => Result,
  ): void =>
    onText<Result | null>(method, null, (snapshot, params) => {
      const position = params.at('position').position();
      if (position.line >= snapshot.text.lineCount) return null;
      return answer(snapshot, snapshot.text.offsetAt(position), params);
    });

  /** A request on an item that was made for a text that may have changed since. */
  const onItem = <Result>(method: string, answer: (snapshot: Snapshot, place: number) => Result): void =>
    onRequest(method, (params) => {
      const item = params.at('item');
      const place = item.at('data').integer();
      const snapshot = documents.snapshot(item.at('uri').string());
      return snapshot ? answer(snapshot, place) : null;
    });

  onPosition(lsp.HoverRequest.method, hover);
  onPosition(lsp.DefinitionRequest.method, definition);
  onPosition(lsp.ReferencesRequest.method, (snapshot, offset, params) =>
    references(snapshot, offset, params.at('context').at('includeDeclaration').boolean()),
  );
  onPosition(lsp.DocumentHighlightRequest.method, documentHighlight);
  onPosition(lsp.PrepareRenameRequest.method, prepareRename);
  onPosition(lsp.RenameRequest.method, (snapshot, offset, params) =>
    rename(snapshot, offset, params.at('newName').string()),
  );
  onPosition(lsp.CompletionRequest.method, (snapshot, offset) =>
    completion(snapshot, offset, {
      snippets: client.textDocument?.completion?.completionItem?.snippetSupport === true,
    }),
  );
  onRequest(lsp.CompletionResolveRequest.method, (params) => {
    params.at('label').string();
    return resolveCompletion(engines, params.value as lsp.CompletionItem, (uri) => documents.snapshot(uri));
  });
  onText(lsp.InlayHintRequest.method, null, (snapshot, params) =>
    inlayHints(snapshot, rangeIn(snapshot, params), settings.hints),
  );
  onText(lsp.CodeLensRequest.method, null, codeLenses);
  onPosition(lsp.CallHierarchyPrepareRequest.method, prepareCallHierarchy);
  onItem(lsp.CallHierarchyIncomingCallsRequest.method, incomingCalls);
  onItem(lsp.CallHierarchyOutgoingCallsRequest.method, outgoingCalls);
  onPosition(lsp.SignatureHelpRequest.method, signatureHelp);
  onText(lsp.DocumentSymbolRequest.method, null, documentSymbols);
  onRequest(lsp.WorkspaceSymbolRequest.method, async (params) => {
    const query = params.at('query').string();
    if (!client.workspace?.didChangeWatchedFiles?.dynamicRegistration) workspace.forget();
    return workspaceSymbols(await workspace.names(), query);
  });
  onText(lsp.InlineValueRequest.method, null, (snapshot, params) => {
    const { start } = params.at('context').at('stoppedLocation').range();
    return start.line < snapshot.text.lineCount ? inlineValues(snapshot, snapshot.text.offsetAt(start)) : null;
  });
  onText(lsp.FoldingRangeRequest.method, null, (snapshot) =>
    foldingRanges(snapshot, client.textDocument?.foldingRange?.rangeLimit ?? Number.POSITIVE_INFINITY),
  );
  onText(lsp.SelectionRangeRequest.method, null, (snapshot, params) => {
    const positions = params.at('positions').list();
    return positions.map((position) => selectionRange(snapshot, snapshot.text.offsetAt(position.position())));
  });
  onText(lsp.DocumentLinkRequest.method, null, documentLinks);
  onText(lsp.DocumentFormattingRequest.method, null, (snapshot, params) => formatting(snapshot, columnsIn(params)));
  onText(lsp.DocumentRangeFormattingRequest.method, null, (snapshot, params) =>
    formatting(snapshot, columnsIn(params), rangeIn(snapshot, params)),
  );
  onText(lsp.SemanticTokensRequest.method, null, allSemanticTokens);
  onText(lsp.SemanticTokensRangeRequest.method, null, (snapshot, params) =>
    semanticTokens(snapshot, rangeIn(snapshot, params)),
  );
  onRequest(lsp.DocumentDiagnosticRequest.method, async (params, token) => {
    const uri = uriIn(params);
    const previous = params.at('previousResultId').optional((id) => id.string());
    // Not every client asks again when the settings, which it sends after the first text, are known.
    await settled;
    const snapshot = await diagnose(documents, uri, () => !token.isCancellationRequested);
    return snapshot ? diagnostics(snapshot, previous) : { kind: 'full', items: [] };
  });
  onText(lsp.CodeActionRequest.method, null, (snapshot, params) => {
    const only = params.at('context').at('only');
    return codeActions(
      snapshot,
      rangeIn(snapshot, params),
      only.optional((kinds) => kinds.list().map((kind) => kind.string())),
    );
  });
  onRequest(partsMethod, (params) => parts(engines, fileIn(params), vmIn(params)));
  onRequest(listingMethod, (params) => {
    const part = params.at('part').optional((id) => id.string());
    return listing(engines, fileIn(params), { part, vm: vmIn(params) }, versionOf);
  });
  onRequest(referenceMethod, (params) =>
    referenceOf(
      engines,
      params.at('languageId').optional((id) => id.string()),
    ),
  );
  onRequest(versionsMethod, (params) =>
    versions(engines, params.at('languageId').string(), documents.snapshot(params.at('uri').string())),
  );
  onRequest(callsMethod, (params) => {
    const part = params.at('part').optional((id) => id.string());
    const companions = params.at('companions').optional((files) => files.list().map(inputFile));
    return calls.of(fileIn(params), { part, vm: vmIn(params) }, companions);
  });
  onRequest(checkMethod, (params) => {
    const parameter = params.at('parameter').integer();
    return calls.check(
      params.at('handle').integer(),
      params.at('call').string(),
      parameter,
      params.at('text').string(),
    );
  });
  onRequest(launchOfMethod, (params) => {
    const answers = params.at('answers').list();
    const read = (answer: Param) => ({ call: answer.at('call').string(), texts: stringsIn(answer.at('texts')) });
    return calls.launchOf(params.at('handle').integer(), answers.map(read));
  });
  onRequest(fetchableMethod, (params) => fetchable(engines, params.at('name').string()));
  onRequest(fetchMethod, (params, token) => {
    const [handle, name, host] = [
      params.at('handle').integer(),
      params.at('name').string(),
      params.at('host').string(),
    ];
    const ask = (question: object) => connection.sendRequest<unknown>(askNodeMethod, question);
    return fetchScenario(engines, { handle, name, host }, ask, token);
  });
  onRequest(filesMethod, (params) =>
    files(
      engines,
      params.at('launch').object(),
      params.at('files').list().map(inputFile),
      params
        .at('absent')
        .list()
        .map((uri) => uri.string()),
    ),
  );

  connection.listen();
};

/** Whether the client can do what LSP has no word for: it has the `commands` of code lenses, it tells `sources`. */
const offers = (options: unknown, what: 'commands' | 'sources'): boolean =>
  new Param(options, '').at(what).value === true;

const columnsIn = (params: Param): lsp.FormattingOptions => {
  const options = params.at('options');
  const tabSize = Math.min(16, Math.max(1, options.at('tabSize').integer()));
  return { tabSize, insertSpaces: options.at('insertSpaces').boolean() };
};

const rangeIn = ({ text }: Snapshot, params: Param): Range => {
  const { start, end } = params.at('range').range();
  return { start: text.offsetAt(start), end: text.offsetAt(end) };
};

const vmIn = (params: Param) => params.at('vm').optional((vm) => vm.string());

const stringsIn = (list: Param) => list.list().map((each) => each.string());

const fileIn = (params: Param): InputFile => inputFile(params.at('file'));

const inputFile = (file: Param): InputFile => {
  const languageId = file.at('languageId').optional((id) => id.string());
  return {
    uri: file.at('uri').string(),
    name: file.at('name').string(),
    bytes: file.at('base64').base64(),
    ...(languageId === undefined ? {} : { languageId }),
  };
};
