import type { Plan } from '@vigie/contract';
import { CircleDot, Info, Network, OctagonAlert, TriangleAlert, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { HostText } from '../table/cells.tsx';
import { Button } from '../ui/index.ts';
import { planMessages } from './messages.ts';
import { PlanTargets } from './PlanTargets.tsx';
import { splitUndo } from './split-undo.ts';

const reasonsAtFirst = 8;

function ReasonIcon({ level }: { readonly level: Plan['risk'] }) {
  switch (level) {
    case 'critical':
      return <OctagonAlert className="i-s text-bad-text" aria-hidden />;
    case 'high':
      return <TriangleAlert className="i-s text-warn-text" aria-hidden />;
    case 'medium':
      return <Info className="i-s text-info-text" aria-hidden />;
    case 'low':
      return <CircleDot className="i-s text-muted" aria-hidden />;
    default:
      return level satisfies never;
  }
}

/** The order never changes: targets, why, what it touches, undo, what runs and how it is verified. */
export function PlanBody({ plan }: { readonly plan: Plan }) {
  const t = useMessages(planMessages);
  const [all, setAll] = useState(false);
  const levels = ['critical', 'high', 'medium', 'low'];
  const reasons = [...plan.reasons].sort((left, right) => levels.indexOf(left.level) - levels.indexOf(right.level));
  const undo = splitUndo(plan.undo.text);
  const shown = all ? reasons : reasons.slice(0, reasonsAtFirst);
  return (
    <>
      <PlanTargets targets={plan.targets} />
      <div className="plan-two">
        <section>
          <h3 className="sub-h">{t(`why_${plan.risk}`)}</h3>
          <ul className="plan-why">
            {shown.map((reason) => (
              <li key={`${reason.code} ${reason.text}`}>
                <ReasonIcon level={reason.level} />
                <HostText text={reason.text} />
              </li>
            ))}
          </ul>
          {reasons.length > shown.length ? (
            <Button variant="ghost" size="sm" onClick={() => setAll(true)}>
              {t('more_reasons', { count: reasons.length - shown.length })}
            </Button>
          ) : null}
        </section>
        <section>
          <h3 className="sub-h">{t('touches')}</h3>
          {plan.impact.length === 0 ? <p className="text-muted text-xs">{t('touches_nothing')}</p> : null}
          <ul className="plan-why">
            {plan.impact.map((impact) => (
              <li key={`${impact.code} ${impact.text}`}>
                <Network className="i-s text-secondary" aria-hidden />
                <HostText text={impact.text} />
              </li>
            ))}
          </ul>
        </section>
      </div>
      <p className="plan-undo">
        <Undo2 className={plan.undo.possible ? 'i-s text-ok-text' : 'i-s text-warn-text'} aria-hidden />
        <span>
          <b>
            <HostText text={undo.head ?? t(plan.undo.possible ? 'can_undo' : 'cannot_undo')} />
          </b>{' '}
          <HostText text={undo.rest} />
        </span>
      </p>
      <section>
        <h3 className="sub-h">{t('runs')}</h3>
        <div className="code plan-code">
          {plan.runs.map((line) => (
            <p key={line}>
              <HostText text={line} />
            </p>
          ))}
          {plan.verifies.map((line) => (
            <p key={line} className="text-muted">
              <HostText text={t('verify', { text: line })} />
            </p>
          ))}
        </div>
      </section>
    </>
  );
}
