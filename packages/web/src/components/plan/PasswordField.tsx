import { useEffect, useRef } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Field, Input } from '../ui/index.ts';
import { planMessages } from './messages.ts';
import type { PlanProblem } from './plan-state.ts';

interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: PlanProblem | null;
  readonly missing: boolean;
}

/** Asked for again by critical actions. `Enter` here confirms nothing: it is not a form. */
export function PasswordField({ value, onChange, problem, missing }: PasswordFieldProps) {
  const t = useMessages(planMessages);
  const input = useRef<HTMLInputElement>(null);
  const wrong = problem?.code === 'wrong_credentials' || missing;
  useEffect(() => {
    if (wrong) {
      input.current?.focus();
    }
  }, [wrong]);
  const error = missing ? t('password_missing') : problem?.code === 'wrong_credentials' ? t('password_wrong') : null;
  return (
    <Field label={t('password')} help={t('password_help')} error={error} className="plan-password">
      {(ids) => (
        <Input
          {...ids}
          ref={input}
          type="password"
          autoComplete="current-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
