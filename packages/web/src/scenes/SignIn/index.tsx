/* The door: e-mail and password. Who asks for a page first comes back to it afterwards. */
import { useNavigate } from '@tanstack/react-router';
import { CircleX } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { signIn } from '../../api/index.ts';
import { FrontPage, PasswordInput } from '../../components/front/index.ts';
import { Button, Field, Input } from '../../components/ui/index.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { safeNext } from './next.ts';

export function SignInScene() {
  const t = useMessages(messages);
  const navigate = useNavigate();
  const [next] = useSearchParam('next');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = `${t('title')} · Vigie`;
    first.current?.focus();
  }, [t]);

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    signIn(email.trim(), password)
      .then(() => navigate({ href: safeNext(next), replace: true }))
      .catch((failure: Error) => {
        setError(failure.message);
        setPassword('');
        setBusy(false);
      });
  };

  return (
    <FrontPage title={t('title')}>
      <form onSubmit={handleSubmit} className="flex flex-col gap-4">
        <Field label={t('email')}>
          {(ids) => (
            <Input
              {...ids}
              ref={first}
              type="email"
              required
              autoComplete="username"
              className="h-10 text-lg"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('password')}>
          {(ids) => (
            <PasswordInput
              {...ids}
              required
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {error === null ? null : (
          <p role="alert" className="flex items-start gap-2 text-bad-text text-sm">
            <CircleX className="i mt-px" aria-hidden />
            {error}
          </p>
        )}
        <Button type="submit" variant="primary" size="lg" disabled={busy} className="mt-1">
          {t(busy ? 'submitting' : 'submit')}
        </Button>
      </form>
    </FrontPage>
  );
}
