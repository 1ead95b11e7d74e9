import { useEffect } from 'react';
import { useStore } from '../../lib/store.ts';
import { PlanDialog } from './PlanDialog.tsx';
import { closePlan, planStore } from './session.ts';

/** Shows the plan in front, when there is one. Mounted once. */
export function PlanHost() {
  const state = useStore(planStore);
  // What one command takes back has succeeded: a toast with Undo says so, and the work goes on.
  const finished =
    state.phase === 'done' &&
    state.failures.length === 0 &&
    (state.receipt.risk === 'low' || state.receipt.risk === 'medium') &&
    state.receipt.verified !== false;
  useEffect(() => {
    if (finished) {
      closePlan();
    }
  }, [finished]);
  return state.phase === 'closed' || finished ? null : <PlanDialog state={state} />;
}
