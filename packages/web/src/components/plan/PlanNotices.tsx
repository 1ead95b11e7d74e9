import { Clock, TriangleAlert } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import { HostText } from '../table/cells.tsx';
import { planMessages } from './messages.ts';
import type { PlanChange } from './plan-changes.ts';
import { asksForPassword, type PlanState } from './plan-state.ts';

type Review = Extract<PlanState, { readonly phase: 'review' }>;

/** What a person has to know before reading the plan again: it changed, it expired, or it was refused. */
export function PlanNotices({ state, expired }: { readonly state: Review; readonly expired: boolean }) {
  const t = useMessages(planMessages);
  const { problem, changes } = state;
  return (
    <div aria-live="polite" className="plan-notices">
      {problem && !asksForPassword(problem) ? (
        <p className="plan-notice warn">
          <TriangleAlert className="i-s" aria-hidden />
          <HostText text={problem.message} />
        </p>
      ) : null}
      {expired && problem === null ? (
        <p className="plan-notice warn">
          <Clock className="i-s" aria-hidden />
          <span>{t('expired_text')}</span>
        </p>
      ) : null}
      {changes.length > 0 ? (
        <section className="plan-notice info">
          <h3 className="sub-h">{t('changed')}</h3>
          <ul>
            {changes.map((change) => (
              <li key={`${change.kind} ${'label' in change ? change.label : ''} ${'id' in change ? change.id : ''}`}>
                <HostText text={wordChange(change)} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );

  function wordChange(change: PlanChange): string {
    if (change.kind === 'risk') {
      return t('change_risk', { from: t(change.from), to: t(change.to) });
    }
    const label = 'id' in change ? `${change.id.split('@')[0]} ${change.label}` : change.label;
    return t(`change_${change.kind}`, { label });
  }
}
