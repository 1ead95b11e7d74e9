import type { OperationOutput } from '@vigie/contract';
import { useEffect } from 'react';
import { useCan, useOperation } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { useStore } from '../../lib/store.ts';
import { type EventMark, useChartGroup } from '../charts/time/index.ts';
import { pastMessages } from './messages.ts';

type Words = ReturnType<typeof useMessages<(typeof pastMessages)['en']>>;

const steps = 120;
const askAgainMs = 10_000;

/** Puts what happened on the host in the time in view on the axis of the charts: one mark for each step that holds a warning or worse, where the step begins: never in the future, never moved. Draws nothing: a component of its own, since the window moves with every frame. */
export function EventMarks({ host }: { readonly host: string }) {
  const t = useMessages(pastMessages);
  const group = useChartGroup();
  const view = useStore(group.view);
  const may = useCan('event.read');
  const stepMs = view ? Math.max(1000, Math.ceil((view.toMs - view.fromMs) / steps / 1000) * 1000) : 1000;
  // Steps of the clock: the same question, and the same marks, while the window slides within one.
  const alignMs = Math.ceil(askAgainMs / stepMs) * stepMs;
  const fromMs = Math.floor((view?.fromMs ?? 0) / alignMs) * alignMs;
  const spanMs = steps * stepMs + alignMs;
  const moves = fromMs + spanMs > Date.now() - alignMs;
  const { data } = useOperation(
    'event.count',
    {
      host,
      severity: 'warning',
      steps: spanMs / stepMs,
      from: String(fromMs),
      to: String(fromMs + spanMs),
    },
    { enabled: may && view !== null, ...(moves ? { refetchInterval: askAgainMs } : { staleTime: 60_000 }) },
  );
  useEffect(() => {
    if (!data) {
      return;
    }
    group.marks.set(marksOf(data, t));
  }, [group, data, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are of one host.
  useEffect(() => () => group.marks.set([]), [group, host]);
  return null;
}

function marksOf({ fromMs, stepMs, warning, critical }: OperationOutput<'event.count'>, t: Words): EventMark[] {
  return warning.flatMap((warnings, index): EventMark[] => {
    const criticals = critical[index] ?? 0;
    const count = warnings + criticals;
    if (count === 0) {
      return [];
    }
    const text = [
      ...(criticals > 0 ? [t('criticalEvents', { count: criticals })] : []),
      ...(warnings > 0 ? [t('warningEvents', { count: warnings })] : []),
    ].join(', ');
    return [{ timeMs: fromMs + index * stepMs, severity: criticals > 0 ? 'critical' : 'warning', count, text }];
  });
}
