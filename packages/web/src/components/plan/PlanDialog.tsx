import './plan.css';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, Dialog, DialogContent, DialogTitle } from '../ui/index.ts';
import { planMessages } from './messages.ts';
import { PasswordField } from './PasswordField.tsx';
import { PlanBody } from './PlanBody.tsx';
import { PlanNotices } from './PlanNotices.tsx';
import { PlanResult } from './PlanResult.tsx';
import { asksForPassword, mayConfirmByShortcut, type PlanState, planIsSpent, remainingMs } from './plan-state.ts';
import { RiskLadder } from './RiskLadder.tsx';
import { askAgain, closePlan, confirmPlan } from './session.ts';

type OpenPlan = Exclude<PlanState, { readonly phase: 'closed' }>;

/** The plan, whole, before anything happens; then its steps and its result, in the same place. */
export function PlanDialog({ state }: { readonly state: OpenPlan }) {
  const { plan } = state;
  const t = useMessages(planMessages);
  const format = useFormat();
  const now = useNow(1000);
  const cancel = useRef<HTMLButtonElement>(null);
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const [cameFrom] = useState(() => document.activeElement);
  const leftMs = remainingMs(state, now);
  const review = state.phase === 'review' ? state : null;
  const expired = review !== null && (leftMs <= 0 || planIsSpent(review.problem));
  const wantsPassword = plan.needsPassword || asksForPassword(review?.problem ?? null);

  const confirm = () => {
    if (wantsPassword && password === '') {
      setMissing(true);
      return;
    }
    setMissing(false);
    void confirmPlan(wantsPassword ? password : null);
    setPassword('');
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.repeat) {
      event.preventDefault();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat && review && !expired && mayConfirmByShortcut(plan)) {
      event.preventDefault();
      confirm();
    }
  };

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : closePlan())}>
      <DialogContent
        role="alertdialog"
        className="plan w-[min(672px,calc(100vw-24px))]"
        onKeyDown={handleKey}
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          cancel.current?.focus();
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          if (cameFrom instanceof HTMLElement) {
            cameFrom.focus({ preventScroll: true });
          }
        }}
        onInteractOutside={(event) => event.preventDefault()}
      >
        <header className="plan-head">
          <RiskLadder level={plan.risk} />
          <DialogTitle className="plan-title">{plan.title}</DialogTitle>
          {review ? (
            <span className={expired || leftMs < 30_000 ? 'mono plan-left late' : 'mono plan-left'}>
              {expired ? t('expired') : t('expires_in', { time: format.clockDuration(leftMs / 1000) })}
            </span>
          ) : null}
        </header>
        <div className="plan-scroll">
          {review ? (
            <PlanNotices state={review} expired={expired} />
          ) : (
            <PlanResult state={state as Exclude<OpenPlan, { phase: 'review' }>} />
          )}
          <PlanBody plan={plan} />
          {review && wantsPassword && !expired ? (
            <PasswordField
              value={password}
              onChange={setPassword}
              problem={asksForPassword(review.problem) ? review.problem : null}
              missing={missing}
            />
          ) : null}
        </div>
        <footer className="plan-foot">
          <span className="mono plan-hash" title={plan.hash}>
            {t('plan', { hash: plan.hash.slice(0, 8).replace(/^(.{4})/, '$1 ') })}
          </span>
          {review ? (
            <>
              <Button ref={cancel} variant="ghost" onClick={closePlan}>
                {t('cancel')} <kbd>Esc</kbd>
              </Button>
              {expired ? (
                <Button variant="primary" disabled={review.asking} onClick={() => void askAgain()}>
                  {review.asking ? t('asking') : t('new_plan')}
                </Button>
              ) : (
                <Button variant={plan.destructive ? 'destroy' : 'primary'} disabled={review.asking} onClick={confirm}>
                  {plan.button}
                  {mayConfirmByShortcut(plan) ? <kbd className="max-sm:hidden">Ctrl Enter</kbd> : null}
                </Button>
              )}
            </>
          ) : (
            <Button ref={cancel} onClick={closePlan}>
              {t('close')} <kbd>Esc</kbd>
            </Button>
          )}
        </footer>
      </DialogContent>
    </Dialog>
  );
}
