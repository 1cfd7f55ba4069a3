import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import type { Problem } from '../../engines/language.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { moreProblems } from '../messages.ts';
import { problemsOf } from '../problems.ts';

/** More than this helps nobody, and slows the editor: binary data opened as text is one problem a byte. */
const most = 1000;

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

export const toDiagnostic = (snapshot: Snapshot, { range, severity, message, code }: Problem): Diagnostic => ({
  range: toLspRange(snapshot, range),
  severity: severities[severity],
  code,
  source: 'gaslamp',
  message,
  ...(/^(unused|unreachable)/.test(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
});

/** `previous` is the id of the report that the client has already. */
export const diagnostics = (snapshot: Snapshot, previous: string | undefined): DocumentDiagnosticReport =>
  previous === snapshot.id
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: snapshot.id }
    : { kind: DocumentDiagnosticReportKind.Full, resultId: snapshot.id, items: diagnosticsOf(snapshot) };

/** What is wrong in the text. */
export const diagnosticsOf = (snapshot: Snapshot): Diagnostic[] => {
  const problems = problemsOf(snapshot);
  const items = problems.slice(0, most).map((problem) => toDiagnostic(snapshot, problem));
  const last = items.at(-1);
  if (last && problems.length > most) {
    items.push({
      range: last.range,
      severity: DiagnosticSeverity.Information,
      code: 'more-problems',
      source: 'gaslamp',
      message: moreProblems(problems.length - most),
    });
  }
  return items;
};
