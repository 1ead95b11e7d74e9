import type { HealthCondition } from '@vigie/contract';
import { lazy, Suspense, useState } from 'react';
import { useOperation } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, StateMark } from '../ui/index.ts';
import { healthMessages } from './health-messages.ts';

const HealthList = lazy(() => import('./HealthList.tsx').then((module) => ({ default: module.HealthList })));

const askEveryMs = 30_000;
const none: readonly HealthCondition[] = [];
export const conditionMarks = { warning: 'warn', critical: 'bad' } as const;

/** What is not well with Vigie itself, worst first. */
function useConditions(): readonly HealthCondition[] {
  return useOperation('health.get', {}, { refetchInterval: askEveryMs }).data?.conditions ?? none;
}

/** In the status line: how many conditions hold; pressed, it lists them. Nothing when everything is well. */
export function HealthMark() {
  const t = useMessages(healthMessages);
  const conditions = useConditions();
  const [open, setOpen] = useState(false);
  const [first] = conditions;
  if (!first) {
    return null;
  }
  return (
    <>
      <button type="button" className="status-health" onClick={() => setOpen(true)}>
        <StateMark state={conditionMarks[first.severity]} label="" />
        {t('count', { count: conditions.length })}
      </button>
      {open ? (
        <Suspense>
          <HealthList conditions={conditions} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Above the content while something critical holds: its sentence, and the way to all of them. */
export function HealthBar() {
  const t = useMessages(healthMessages);
  const conditions = useConditions();
  const [open, setOpen] = useState(false);
  const first = conditions.find(({ severity }) => severity === 'critical');
  if (!first) {
    return null;
  }
  return (
    <div className="notice-bar" role="alert">
      <StateMark state="bad" label={t('critical')} />
      <p className="py-1.5">{first.text}</p>
      <Button size="sm" className="ml-auto" onClick={() => setOpen(true)}>
        {t('details')}
      </Button>
      {open ? (
        <Suspense>
          <HealthList conditions={conditions} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </div>
  );
}
