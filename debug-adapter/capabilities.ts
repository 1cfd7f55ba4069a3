import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Engine } from '../engines/engine.ts';
import { tableText } from '../engines/translate.ts';
import { conditionDescription } from './messages.ts';

/** An event of an engine as an exception filter. Filters are announced before the engine is known, so the id names it. */
export const filterOf = (engine: Engine, event: string) => `${engine.id}.${event}`;

/** What the adapter can do, and nothing else. */
export const capabilities = (engines: readonly Engine[]): DebugProtocol.Capabilities => ({
  supportsConfigurationDoneRequest: true,
  supportsBreakpointLocationsRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsInstructionBreakpoints: true,
  supportsDataBreakpoints: true,
  supportsDataBreakpointBytes: true,
  supportsStepBack: true,
  supportsSteppingGranularity: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
  supportsDisassembleRequest: true,
  supportsGotoTargetsRequest: true,
  supportsRestartFrame: true,
  supportsStepInTargetsRequest: true,
  supportsCancelRequest: true,
  supportsANSIStyling: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '['],
  supportsLoadedSourcesRequest: true,
  exceptionBreakpointFilters: engines.flatMap((engine) =>
    engine.events.map((event) => ({
      filter: filterOf(engine, event.id),
      label: engines.length > 1 ? `${engine.name}: ${tableText(event.text)}` : tableText(event.text),
      description: tableText(event.description),
      default: event.default,
      supportsCondition: true,
      conditionDescription: conditionDescription(),
    })),
  ),
});
