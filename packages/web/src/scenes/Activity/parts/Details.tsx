import type { AuditEntry } from '@vigie/contract';
import { Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { RiskLadder } from '../../../components/plan/index.ts';
import { Button, CopyButton, IconButton, StateMark } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';
import { presentState } from '../present.ts';
import { useOutcome } from './EntryRow.tsx';

interface DetailsProps {
  readonly entry: AuditEntry;
  readonly onClose: () => void;
  readonly onUndo: () => void;
}

/** Everything one record holds. */
export function Details({ entry, onClose, onUndo }: DetailsProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const { word, sentence } = useOutcome(entry);
  return (
    <aside className="activity-side" aria-label={t('details')}>
      <header className="flex h-11 flex-none items-center gap-2 border-line border-b pr-2 pl-4">
        <StateMark state={presentState(entry)} label={word} />
        <h2 className="font-semibold text-md text-strong">{word}</h2>
        <span className="ml-auto flex items-center">
          <CopyButton icon text={JSON.stringify(entry, null, 2)} />
          <IconButton label={t('close')} keyHint="Esc" onClick={onClose}>
            <X className="i" aria-hidden />
          </IconButton>
        </span>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        <p className="code mb-4 text-ink!">{entry.command}</p>
        <dl className="dl">
          <Line name={t('d_time')} mono value={format.exact(Date.parse(entry.timestamp))} />
          <Line name={t('d_who')} value={entry.user} />
          <Line name={t('d_address')} mono value={entry.ipAddress} />
          <Line name={t('d_door')} value={t(`door_${entry.door}`)} />
          <Line name={t('d_host')} value={entry.serverName} />
          <Line name={t('d_operation')} mono value={entry.operation} />
          <Line name={t('d_risk')} value={entry.risk ? <RiskLadder level={entry.risk} /> : null} />
          <Line name={t('d_state')} value={word} />
          <Line name={t('d_result')} value={sentence} />
          <Line name={t('d_exit')} mono value={entry.exitCode} />
          <Line name={t('d_duration')} value={entry.duration === null ? null : format.milliseconds(entry.duration)} />
          <Line name={t('d_plan')} mono value={entry.planHash} />
          <Line name={t('d_id')} mono value={entry.id} />
        </dl>
        {entry.undoOf ? <p className="mt-3 text-muted text-xs">{t('isUndo')}</p> : null}
        {entry.targets.length > 0 ? (
          <>
            <h3 className="sub-h mt-5 mb-1">{t('d_targets')}</h3>
            <ul className="code">
              {entry.targets.map((target) => (
                <li key={target}>{target}</li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
      {entry.undoable && !entry.undoneBy ? (
        <footer className="flex flex-none border-line border-t p-3">
          <Button onClick={onUndo}>
            <Undo2 className="i" aria-hidden />
            {t('undo')}
            <kbd>u</kbd>
          </Button>
        </footer>
      ) : null}
    </aside>
  );
}

function Line({ name, value, mono = false }: { readonly name: string; readonly value: ReactNode; readonly mono?: boolean }) {
  if (value === null || value === '') {
    return null;
  }
  return (
    <>
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>{value}</dd>
    </>
  );
}
