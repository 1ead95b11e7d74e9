/* The first start: creates the owner with the one-time code. It is closed for ever afterwards, at the server. */
import { useNavigate } from '@tanstack/react-router';
import { Check, CircleX, Minus } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError, callOperation, refreshSession, signIn } from '../../api/index.ts';
import { FrontPage, PasswordInput } from '../../components/front/index.ts';
import { Button, Field, Input } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { messages } from './messages.ts';
import { checkPassword, minPasswordLength, type PasswordRules } from './password-rules.ts';

type Fields = Readonly<Record<'code' | 'name' | 'email' | 'password', string>>;
const large = 'h-10 text-lg';

export function SetupScene() {
  const t = useMessages(messages);
  const navigate = useNavigate();
  const [fields, setFields] = useState<Fields>({ code: '', name: '', email: '', password: '' });
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  useEffect(() => {
    document.title = `${t('title')} · Vigie`;
  }, [t]);

  const rules = checkPassword(fields.password, fields.name, fields.email);
  const allowed = Object.values(rules).every(Boolean);
  const change = (name: keyof Fields) => (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value });
  const errorAt = (path: string) => failure?.details.find((detail) => detail.path === path)?.message;

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!allowed) {
      return;
    }
    setBusy(true);
    setFailure(null);
    const owner = { code: fields.code.trim(), name: fields.name.trim(), email: fields.email.trim(), password: fields.password };
    try {
      await callOperation('setup.complete', owner);
      await signIn(owner.email, owner.password);
      await navigate({ to: '/', replace: true });
    } catch (error) {
      setBusy(false);
      setFailure(error instanceof ApiError ? error : null);
      if (error instanceof ApiError && error.code === 'setup_done') {
        await refreshSession();
        await navigate({ to: '/sign-in', replace: true });
      }
    }
  };

  return (
    <FrontPage title={t('title')} lead={t('lead')}>
      <form onSubmit={(event) => void handleSubmit(event)} className="flex flex-col gap-4">
        <Field label={t('code')} help={t('codeHelp')} error={failure?.code === 'wrong_setup_code' ? failure.message : errorAt('code')}>
          {(ids) => (
            <Input
              {...ids}
              className={cn(large, 'mono')}
              required
              autoComplete="one-time-code"
              spellCheck={false}
              value={fields.code}
              onChange={change('code')}
            />
          )}
        </Field>
        <Field label={t('name')} error={errorAt('name')}>
          {(ids) => (
            <Input {...ids} className={large} required maxLength={100} autoComplete="name" value={fields.name} onChange={change('name')} />
          )}
        </Field>
        <Field label={t('email')} help={t('emailHelp')} error={errorAt('email')}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              className={large}
              required
              maxLength={254}
              autoComplete="username"
              value={fields.email}
              onChange={change('email')}
            />
          )}
        </Field>
        <Field
          label={t('password')}
          error={errorAt('password') ?? (tried && !allowed ? t('passwordRefused') : null)}
          help={<Rules rules={rules} />}
        >
          {(ids) => (
            <PasswordInput
              {...ids}
              required
              maxLength={256}
              autoComplete="new-password"
              value={fields.password}
              onChange={change('password')}
            />
          )}
        </Field>
        {failure && failure.details.length === 0 && failure.code !== 'wrong_setup_code' ? (
          <p role="alert" className="flex items-start gap-2 text-bad-text text-sm">
            <CircleX className="i mt-px" aria-hidden />
            {failure.message}
          </p>
        ) : null}
        <Button type="submit" variant="primary" size="lg" disabled={busy} className="mt-1">
          {t(busy ? 'submitting' : 'submit')}
        </Button>
        <p className="text-muted text-xs">{t('can')}</p>
      </form>
    </FrontPage>
  );
}

function Rules({ rules }: { readonly rules: PasswordRules }) {
  const t = useMessages(messages);
  const lines = [
    { met: rules.length, label: t('rule_length', { count: minPasswordLength }) },
    { met: rules.person, label: t('rule_person') },
    { met: rules.variety, label: t('rule_variety') },
  ];
  return (
    <span className="flex flex-col gap-0.5 pt-0.5">
      {lines.map(({ met, label }) => (
        <span key={label} className={cn('flex items-center gap-1.5', met && 'text-ok-text')}>
          {met ? (
            <Check className="i-s" role="img" aria-label={t('met')} />
          ) : (
            <Minus className="i-s" role="img" aria-label={t('missing')} />
          )}
          {label}
        </span>
      ))}
    </span>
  );
}
