import { Check, CircleDashed, CircleHelp, Minus, X } from 'lucide-react';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { HostText } from '../table/cells.tsx';
import { Button, StateMark } from '../ui/index.ts';
import { planMessages } from './messages.ts';
import { type PlanState, planSteps, type StepMark, stepMarks } from './plan-state.ts';
import { useAction } from './useAction.ts';

type Ran = Extract<PlanState, { readonly phase: 'running' | 'done' | 'failed' }>;

const icons: Readonly<Record<StepMark, typeof Check>> = {
  ticked: Check,
  current: CircleDashed,
  waiting: Minus,
  failed: X,
  unknown: CircleHelp,
  skipped: Minus,
};

/** The steps that tick, then how it ended, with the way back when there is one. */
export function PlanResult({ state }: { readonly state: Ran }) {
  const t = useMessages(planMessages);
  const marks = marksOf(state);
  return (
    <section className="plan-result" aria-live="polite">
      <ol className="plan-steps">
        {planSteps.map((step) => {
          const mark = marks[step];
          const Icon = icons[mark];
          const note =
            mark === 'failed'
              ? step === 'verified'
                ? t('not_verified')
                : t('step_failed')
              : mark === 'unknown'
                ? t('step_unknown')
                : null;
          return (
            <li key={step} data-mark={mark}>
              <Icon className="i-s" aria-hidden />
              <span>
                {mark === 'skipped' && step === 'verified' && state.phase === 'done' ? t('nothing_to_verify') : (note ?? t(`step_${step}`))}
              </span>
            </li>
          );
        })}
      </ol>
      {state.phase === 'running' ? (
        <p className="text-secondary">{state.plan.hostName ? t('running', { host: state.plan.hostName }) : t('running_here')}</p>
      ) : null}
      {state.phase === 'done' ? <Done state={state} /> : null}
      {state.phase === 'failed' ? <Failed state={state} /> : null}
    </section>
  );
}

function marksOf(state: Ran): ReturnType<typeof stepMarks> {
  switch (state.phase) {
    case 'running':
      return stepMarks(state.state, null);
    case 'done':
      return stepMarks(state.receipt.state, state.receipt.verified);
    case 'failed':
      return stepMarks(state.problem.code === 'outcome_unknown' || state.problem.code === 'network' ? 'unknown' : 'failed', null);
    default:
      return state satisfies never;
  }
}

function Done({ state }: { readonly state: Extract<Ran, { phase: 'done' }> }) {
  const t = useMessages(planMessages);
  const format = useFormat();
  const { run } = useAction();
  const { receipt, failures, plan } = state;
  const time = format.milliseconds(receipt.durationMs);
  const sentence = () => {
    if (failures.length > 0 && failures.length === plan.targets.length) {
      return t('done_failed');
    }
    if (failures.length > 0) {
      return t('done_partly', { count: failures.length, time });
    }
    if (receipt.verified === null) {
      return t('done', { time });
    }
    return receipt.verified ? t('done_verified', { time }) : t('done_not_verified', { time });
  };
  const tone = failures.length > 0 ? 'bad' : receipt.verified === false ? 'warn' : 'ok';
  return (
    <>
      <p className="plan-outcome">
        <StateMark state={tone} label="" />
        <b>{sentence()}</b>
        {receipt.undoable ? (
          <Button size="sm" className="ml-auto" onClick={() => void run('action.undo', { id: receipt.id }, { title: t('toast_undone') })}>
            {t('undo')}
          </Button>
        ) : null}
      </p>
      {failures.length > 0 ? (
        <div>
          <h3 className="sub-h">{t('failures')}</h3>
          <ul className="plan-failures">
            {failures.map((failure) => (
              <li key={failure.pid}>
                <span className="num">{failure.pid}</span>
                <HostText text={failure.message} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

function Failed({ state }: { readonly state: Extract<Ran, { phase: 'failed' }> }) {
  const t = useMessages(planMessages);
  const { problem } = state;
  const unknown = problem.code === 'outcome_unknown' || problem.code === 'network';
  return (
    <>
      <p className="plan-outcome">
        <StateMark state={unknown ? 'unknown' : 'bad'} label="" />
        <b>
          <HostText text={problem.message} />
        </b>
      </p>
      {unknown ? <p className="text-secondary">{t('not_run_again')}</p> : null}
      <p className="mono text-2xs text-muted">{[problem.code, problem.requestId].filter(Boolean).join(' · ')}</p>
    </>
  );
}
