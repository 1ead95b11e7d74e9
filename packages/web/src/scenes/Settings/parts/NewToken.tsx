import { useQueryClient } from '@tanstack/react-query';
import type { Role, Token } from '@vigie/contract';
import { roles } from '@vigie/contract/permissions';
import { type FormEvent, useState } from 'react';
import { operationKey } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
import { Button, Dialog, DialogContent, DialogHead, Field, Input, Select } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';

interface NewTokenProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onMade: (made: { readonly token: Token; readonly secret: string }) => void;
}

const spans = ['7', '30', '90', '365', 'never'] as const;

/** Asks for name, role and end; the plan that follows says what the token opens. */
export function NewToken({ open, onOpenChange, onMade }: NewTokenProps) {
  const t = useMessages(messages);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent compact className="w-[min(460px,calc(100vw-16px))]">
        <DialogHead title={t('tokenNew')} />
        <Form onDone={() => onOpenChange(false)} onMade={onMade} />
      </DialogContent>
    </Dialog>
  );
}

function Form({ onDone, onMade }: { readonly onDone: () => void; readonly onMade: NewTokenProps['onMade'] }) {
  const t = useMessages(messages);
  const queries = useQueryClient();
  const { run } = useAction();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [span, setSpan] = useState<(typeof spans)[number]>('90');

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onDone();
    void run(
      'token.create',
      { name: name.trim(), role, expires_in_days: span === 'never' ? null : Number(span) },
      {
        title: t('tokenCreated', { name: name.trim() }),
        quiet: true,
        onDone: (result) => {
          onMade({ token: result.token, secret: result.secret });
          void queries.invalidateQueries({ queryKey: operationKey('token.list') });
        },
      },
    );
  };

  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4 overflow-y-auto p-5">
      <Field label={t('tokenName')} help={t('tokenNameHelp')}>
        {(ids) => <Input {...ids} required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('tokenRole')}>
        {({ id }) => (
          <Select
            id={id}
            value={role}
            onValueChange={setRole}
            options={roles.toReversed().map((value) => ({ value, label: t(`role_${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('tokenExpires')}>
        {({ id }) => (
          <Select
            id={id}
            value={span}
            onValueChange={setSpan}
            options={spans.map((value) => ({ value, label: value === 'never' ? t('neverLong') : t('days', { count: Number(value) }) }))}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2 pt-1">
        <Button variant="ghost" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={name.trim() === ''}>
          {t('tokenCreate')}
        </Button>
      </div>
    </form>
  );
}
