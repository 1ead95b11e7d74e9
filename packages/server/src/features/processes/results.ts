import { AppError, type ErrorCodeName, errorCodes, type Language, type Text, text } from '@vigie/contract';
import type { PerTargetOutput } from '@vigie/contract/agent';
import type { ActionRun } from '../../operations/types.ts';
import type { ProcessPlanFacts } from './facts.ts';
import { doneOf } from './words.ts';

interface PerProcess {
  readonly pid: number;
  readonly ok: boolean;
  readonly code: string | null;
  readonly error: string | null;
}

interface BulkOutput {
  readonly ok: boolean;
  readonly pid: number;
  readonly results: PerProcess[];
}

/**
 * Many targets, many answers. A single target that failed is thrown as its own error, so that a program sees 404 or
 * 403 and not a success that says no.
 */
export function bulkRun<O>(
  facts: ProcessPlanFacts,
  answer: PerTargetOutput,
  language: Language,
  done: (who: Text) => Text,
  complete: (output: BulkOutput) => O,
): ActionRun<O> {
  const [only] = answer.results;
  if (only && answer.results.length === 1 && facts.missing.length === 0 && !only.ok) {
    throw new AppError(knownCode(only.code), only.error ? { message: text(only.error.en, only.error.fr) } : {});
  }
  const results: PerProcess[] = [
    ...answer.results.map((result) => ({ pid: result.pid, ok: result.ok, code: result.code, error: result.error?.[language] ?? null })),
    ...facts.missing.map((pid) => ({ pid, ok: false, code: 'process_not_found', error: errorCodes.process_not_found.message[language] })),
  ];
  const succeeded = results.filter((result) => result.ok).length;
  const success = succeeded === results.length;
  const pid = facts.targets[0]?.pid ?? results[0]?.pid ?? 0;
  return { output: complete({ ok: success, pid, results }), result: done(doneOf(facts, succeeded)), success };
}

/** A newer agent may name a code that this server does not know. */
function knownCode(code: string | null): ErrorCodeName {
  return code !== null && Object.hasOwn(errorCodes, code) ? (code as ErrorCodeName) : 'action_failed';
}
