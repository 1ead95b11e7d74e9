import type { ActionId, OperationInput } from '@vigie/contract';
import { useCallback, useState } from 'react';
import type { CallResult } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { showToast } from '../toasts/index.ts';
import { planMessages } from './messages.ts';
import { failuresOf } from './plan-state.ts';
import { type Asked, askFor, planStore, problemOf } from './session.ts';

interface ActionOptions<K extends ActionId> {
  /** What was done, for the notice: "nice of 3 processes: 5". Without it the notice takes the title of the plan. */
  readonly title?: string;
  /** Called when it has run, also when some targets refused. */
  readonly onDone?: (result: CallResult<K>) => void;
  /** True: the caller shows the outcome itself; failures are still told. */
  readonly quiet?: boolean;
  /** Sees why it was not done, by its code; true: the caller deals with it, and nothing is told. */
  readonly onRefused?: (code: string) => boolean;
}

export interface ActionCall {
  /** Calls the operation, shows its plan if the server wants one confirmed, and tells the outcome. Never throws: it ends with null. */
  run<K extends ActionId>(operation: K, input: OperationInput<K>, options?: ActionOptions<K>): Promise<CallResult<K> | null>;
  /** From the click until the plan is shown or it has run. */
  readonly busy: boolean;
}

/** The one way of the page to every change. */
export function useAction(): ActionCall {
  const t = useMessages(planMessages);
  const [calls, setCalls] = useState(0);

  const run = useCallback(
    async <K extends ActionId>(operation: K, input: OperationInput<K>, options: ActionOptions<K> = {}): Promise<CallResult<K> | null> => {
      setCalls((count) => count + 1);
      try {
        const answer = await askFor(operation, input);
        if (answer === null) {
          return null;
        }
        options.onDone?.(answer.result);
        tellOutcome(answer, options.title ?? answer.title ?? operation);
        return answer.result;
      } catch (error) {
        const problem = problemOf(error);
        if (options.onRefused?.(problem.code)) {
          return null;
        }
        showToast({
          tone: problem.code === 'outcome_unknown' ? 'unknown' : 'bad',
          title: options.title ?? t('not_done'),
          description: problem.message,
        });
        return null;
      } finally {
        setCalls((count) => count - 1);
      }

      function tellOutcome({ result, title: planned }: Asked<K>, title: string): void {
        const shown = planned !== null;
        const { action } = result;
        const failures = failuresOf(result);
        const inDialog = shown && planStore.get().phase !== 'closed' && (action.risk === 'high' || action.risk === 'critical');
        if (failures.length > 0) {
          if (!shown || planStore.get().phase === 'closed') {
            showToast({
              tone: 'bad',
              title: t('toast_failed', { title }),
              description: failures.map((item) => `${item.pid}: ${item.message}`).join('\n'),
            });
          }
          return;
        }
        if (options.quiet || inDialog) {
          return;
        }
        const undo = action.undoable
          ? { label: t('undo'), run: () => void run('action.undo', { id: action.id }, { title: t('toast_undone') }) }
          : undefined;
        const unverified = action.verified === false;
        showToast({
          tone: unverified ? 'warn' : 'ok',
          title: t('toast_done', { title }),
          ...(unverified ? { description: t('toast_unverified') } : {}),
          undo,
        });
      }
    },
    [t],
  );
  return { run, busy: calls > 0 };
}
