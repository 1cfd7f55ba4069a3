import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Range } from '../../engines/language.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { problemsOf } from '../problems.ts';
import { toDiagnostic } from './diagnostics.ts';

/** The remedies of the problems in `range`, if the client wants actions of that kind. */
export const codeActions = (snapshot: Snapshot, range: Range, only: readonly string[] | undefined): CodeAction[] => {
  if (only && !only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix)) return [];
  return problemsOf(snapshot).flatMap((problem) => {
    if (!problem.fix || problem.range.start > range.end || problem.range.end < range.start) return [];
    const edits = problem.fix.edits.map((edit) => ({ range: toLspRange(snapshot, edit.range), newText: edit.text }));
    return [
      {
        title: problem.fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(snapshot, problem)],
        isPreferred: true,
        edit: { changes: { [snapshot.uri]: edits } },
      },
    ];
  });
};
