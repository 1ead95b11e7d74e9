import './dashboards.css';
import { Link, useNavigate } from '@tanstack/react-router';
import type { DashboardContent, DashboardInfo } from '@vigie/contract';
import { Plus, Upload } from 'lucide-react';
import { type ChangeEvent, useState } from 'react';
import { useCan, useOperation } from '../../api/index.ts';
import { useAction } from '../../components/plan/index.ts';
import { HostText } from '../../components/table/index.ts';
import { Button, Dialog, DialogContent, DialogHead, ErrorState, LoadingState, Time } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { dashboardMessages } from './messages.ts';

/** Every dashboard this person sees: those that come with Vigie first. */
export function DashboardsScene() {
  const t = useMessages(dashboardMessages);
  const mayEdit = useCan('dashboard.edit');
  const { data, error } = useOperation('dashboard.list', {}, { staleTime: 5000 });
  const { run, busy } = useAction();
  const navigate = useNavigate();
  const [importing, setImporting] = useState(false);
  const create = async (content: DashboardContent | { readonly name: string }) => {
    const made = await run('dashboard.create', { content }, { quiet: true });
    if (made) {
      void navigate({ to: '/dashboards/$id', params: { id: made.id }, search: { edit: '1' } as never });
    }
    return made !== null;
  };
  return (
    <section className="pane dashboards" aria-labelledby="dashboards-title">
      <header className="pane-h dashboards-head">
        <h1 id="dashboards-title">{t('title')}</h1>
        {mayEdit ? (
          <div className="end">
            <Button onClick={() => setImporting(true)}>
              <Upload className="i-s" aria-hidden /> {t('import')}
            </Button>
            <Button variant="primary" disabled={busy} onClick={() => void create({ name: t('unnamed') })}>
              <Plus className="i-s" aria-hidden /> {t('create')}
            </Button>
          </div>
        ) : null}
      </header>
      {error && !data ? <ErrorState title={t('failed')} error={error} /> : null}
      {!data && !error ? <LoadingState what={t('reading')} rows={6} /> : null}
      {data ? (
        <ul className="dashboards-list">
          {data.items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      ) : null}
      {importing ? <ImportDialog onClose={() => setImporting(false)} onImport={create} /> : null}
    </section>
  );
}

function Item({ item }: { readonly item: DashboardInfo }) {
  const t = useMessages(dashboardMessages);
  return (
    <li>
      <Link to="/dashboards/$id" params={{ id: item.id }}>
        <b>
          <HostText text={item.name} />
        </b>
        <span className="text-secondary clip">
          <HostText text={item.description} />
        </span>
        <small className="text-muted">
          {item.shipped ? t('shipped') : item.shared ? t('shared') : t('private')}
          {item.updatedAt ? (
            <>
              {' · '}
              <Time at={Date.parse(item.updatedAt)} /> {item.updatedBy}
            </>
          ) : null}
        </small>
      </Link>
    </li>
  );
}

interface ImportDialogProps {
  readonly onClose: () => void;
  readonly onImport: (content: DashboardContent) => Promise<boolean>;
}

function ImportDialog({ onClose, onImport }: ImportDialogProps) {
  const t = useMessages(dashboardMessages);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const handleFile = async (event: ChangeEvent<HTMLInputElement>) => setText((await event.target.files?.[0]?.text()) ?? '');
  const handleImport = async () => {
    try {
      const parsed: unknown = JSON.parse(text);
      // What exactly is wrong in it, the server says.
      if (await onImport(parsed as DashboardContent)) {
        onClose();
      }
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHead title={t('import')} />
        <div className="dashboards-import">
          <p className="text-secondary">{t('importHint')}</p>
          <textarea
            className="mono"
            rows={12}
            value={text}
            aria-label={t('import')}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
          {wrong === null ? null : (
            <p className="text-bad-text" role="alert">
              {t('importWrong', { why: wrong })}
            </p>
          )}
          <div className="dashboards-buttons">
            <input type="file" accept="application/json,.json" aria-label={t('chooseFile')} onChange={(event) => void handleFile(event)} />
            <Button variant="primary" disabled={text.trim() === ''} onClick={() => void handleImport()}>
              {t('import')}
            </Button>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}
