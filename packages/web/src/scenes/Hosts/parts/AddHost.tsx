import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Enrolment } from '@vigie/contract';
import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { operationKey, useOperation } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
import { useHosts } from '../../../components/shell/index.ts';
import { HostText } from '../../../components/table/index.ts';
import { Button, CopyButton, Dialog, DialogContent, DialogHead, Field, Input, Select, StateMark } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { hostMessages } from '../messages.ts';
import { splitTags } from '../tags.ts';

interface Made {
  readonly enrolment: Enrolment;
  readonly token: string;
  /** Who was there before: whoever else comes has joined now. */
  readonly before: ReadonlySet<string>;
}

const spans = ['1', '24', '168', '720'] as const;

/** From a click to a host that is up: the token, the one line, and waiting for who joins with it. */
export function AddHost({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const t = useMessages(hostMessages);
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setMade(null);
    onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <DialogContent
        compact
        className="w-[min(640px,calc(100vw-16px))]"
        {...(made ? { onInteractOutside: (event: Event) => event.preventDefault() } : {})}
      >
        <DialogHead title={t('add')} />
        {made ? <Line made={made} onDone={close} /> : <Form onMade={setMade} onDone={close} />}
      </DialogContent>
    </Dialog>
  );
}

function Form({ onMade, onDone }: { readonly onMade: (made: Made) => void; readonly onDone: () => void }) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const queries = useQueryClient();
  const hosts = useHosts();
  const { run, busy } = useAction();
  const { data: authority } = useOperation('ca.show', {}, { staleTime: 60_000 });
  const [uses, setUses] = useState('1');
  const [span, setSpan] = useState<(typeof spans)[number]>('24');
  const [site, setSite] = useState('');
  const [tags, setTags] = useState('');

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const before = new Set(hosts?.map(({ id }) => id));
    void run(
      'enrolment.create',
      {
        name: `${site.trim() || t('add')} ${format.dateTime(Date.now())}`,
        uses: Number(uses),
        expires_in_hours: Number(span),
        site: site.trim() || null,
        tags: splitTags(tags),
      },
      {
        title: t('add'),
        quiet: true,
        onDone: ({ enrolment, token }) => {
          onMade({ enrolment, token, before });
          void queries.invalidateQueries({ queryKey: operationKey('enrolment.list') });
        },
      },
    );
  };
  const spanText = (hours: number) => (hours < 168 ? t('hours', { count: hours }) : t('days', { count: hours / 24 }));

  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4 overflow-y-auto p-5">
      <p className="text-secondary text-sm">{t('add_lead')}</p>
      {authority && !authority.reachable ? <Warning>{t('add_loopback', { address: authority.agentAddress })}</Warning> : null}
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Field label={t('site')} help={t('site_help')}>
          {(ids) => <Input {...ids} maxLength={63} value={site} onChange={(event) => setSite(event.target.value)} />}
        </Field>
        <Field label={t('tags')} help={t('tags_help')}>
          {(ids) => <Input {...ids} maxLength={500} value={tags} onChange={(event) => setTags(event.target.value)} />}
        </Field>
        <Field label={t('add_uses')}>
          {(ids) => (
            <Input {...ids} type="number" required min={1} max={10_000} value={uses} onChange={(event) => setUses(event.target.value)} />
          )}
        </Field>
        <Field label={t('add_expires')}>
          {({ id }) => (
            <Select
              id={id}
              value={span}
              onValueChange={setSpan}
              options={spans.map((value) => ({ value, label: spanText(Number(value)) }))}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end gap-2 pt-1">
        <Button variant="ghost" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy}>
          {t('add_make')}
        </Button>
      </div>
    </form>
  );
}

function Line({ made, onDone }: { readonly made: Made; readonly onDone: () => void }) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const navigate = useNavigate();
  const joined = (useHosts() ?? []).filter(({ id }) => !made.before.has(id));
  const { enrolment, token } = made;
  const line = `curl -fsSL ${location.origin}/install.sh | sh -s -- --server ${location.origin} --token ${token}`;
  return (
    <div className="flex flex-col gap-4 overflow-y-auto p-5">
      {location.protocol === 'https:' ? null : <Warning>{t('add_http')}</Warning>}
      <p className="text-sm">{t('add_run')}</p>
      <code className="code hosts-line block text-strong!">{line}</code>
      <div className="flex items-center gap-3">
        <CopyButton text={line} />
        <p className="text-muted text-xs">
          {t('add_once', { uses: t('add_hosts', { count: enrolment.uses }), until: format.dateTime(Date.parse(enrolment.expiresAt)) })}
        </p>
      </div>
      <p className="text-muted text-xs">{t('add_more')}</p>
      <div aria-live="polite" className="flex flex-col gap-2">
        {joined.map((host) => (
          <p key={host.id} className="flex items-center gap-2">
            <StateMark state={host.state === 'up' ? 'ok' : 'unknown'} label="" />
            <span className="text-strong">{t.rich('add_joined', { name: <HostText key="n" text={host.name} /> })}</span>
            <Button
              size="sm"
              className="ml-auto"
              onClick={() => {
                onDone();
                void navigate({ to: '/hosts/$host', params: { host: host.id } });
              }}
            >
              {t('open')}
            </Button>
          </p>
        ))}
        {joined.length < enrolment.uses ? (
          <p className="hosts-waiting">
            <StateMark state="unknown" label="" /> {t('add_waiting')}
          </p>
        ) : null}
      </div>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}

function Warning({ children }: { readonly children: string }) {
  return (
    <p className="flex gap-2 text-sm">
      <TriangleAlert className="i mt-px flex-none text-warn-text" aria-hidden />
      {children}
    </p>
  );
}
