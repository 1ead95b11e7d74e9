import type { AuditEntry } from '@vigie/contract';
import { Undo2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { RiskLadder } from '../../../components/plan/index.ts';
import { Button, StateMark } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { cn } from '../../../lib/cn.ts';
import { messages } from '../messages.ts';
import { presentState } from '../present.ts';

interface EntryProps {
  readonly entry: AuditEntry;
  readonly index: number;
  readonly on: boolean;
  readonly style: CSSProperties;
  readonly onOpen: (entry: AuditEntry) => void;
  readonly onUndo: (entry: AuditEntry) => void;
}

function useWhen(entry: AuditEntry): { readonly short: string; readonly exact: string } {
  const format = useFormat();
  const at = Date.parse(entry.timestamp);
  const today = format.date(at) === format.date(Date.now());
  return { short: today ? format.time(at) : `${format.date(at)} ${format.time(at, { seconds: false })}`, exact: format.exact(at) };
}

/** What a record says of its end: the state in a word, then the sentence. */
export function useOutcome(entry: AuditEntry): { readonly word: string; readonly sentence: string } {
  const t = useMessages(messages);
  const word = entry.state === null ? t(`action_${entry.action}`) : t(`state_${entry.state}`);
  return { word, sentence: entry.result ?? '' };
}

export function EntryRow({ entry, index, on, style, onOpen, onUndo }: EntryProps) {
  const t = useMessages(messages);
  const format = useFormat();
  const when = useWhen(entry);
  const { word, sentence } = useOutcome(entry);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the cursor row opens it, by the keys of the page.
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-selected={on}
      className={cn('activity-row', on && 'cur')}
      style={style}
      onClick={() => onOpen(entry)}
    >
      <span role="cell" className="mono flex items-center gap-2 text-secondary" title={when.exact}>
        <StateMark state={presentState(entry)} label={word} />
        {when.short}
      </span>
      <span role="cell" className="clip text-strong" title={entry.userId}>
        {entry.user}
      </span>
      <span role="cell" className="clip mono" title={entry.command}>
        {entry.command}
      </span>
      <span role="cell" className="clip">
        {entry.serverName ?? t('installation')} <span className="text-muted">{t(`door_${entry.door}`)}</span>
      </span>
      <span role="cell">{entry.risk ? <RiskLadder level={entry.risk} /> : null}</span>
      <span role="cell" className="clip flex items-center gap-2" title={sentence}>
        <span className="clip text-secondary">
          <span className="text-ink">{word}</span> {sentence}
        </span>
        {entry.undoneBy && entry.state !== 'undone' ? <span className="chip">{t('undoneNote')}</span> : null}
        {entry.undoable && !entry.undoneBy ? (
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto h-5 px-1.5 text-accent-text"
            onClick={(event) => {
              event.stopPropagation();
              onUndo(entry);
            }}
          >
            <Undo2 className="i-s" aria-hidden />
            {t('undo')}
          </Button>
        ) : null}
      </span>
      <span role="cell" className="num text-secondary">
        {entry.duration === null ? null : format.milliseconds(entry.duration)}
      </span>
    </div>
  );
}

/** The same record on a phone: what and when above, who and how it ended below. */
export function EntryCard({ entry, index, on, style, onOpen }: EntryProps) {
  const when = useWhen(entry);
  const { word, sentence } = useOutcome(entry);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a phone has no keys; on others EntryRow stands.
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-selected={on}
      style={style}
      onClick={() => onOpen(entry)}
      className={cn('absolute inset-x-0 top-0 flex flex-col justify-center gap-0.5 border-line-soft border-b px-3.5', on && 'bg-selected')}
    >
      <span role="cell" className="flex items-center gap-2">
        <StateMark state={presentState(entry)} label={word} />
        <span className="clip mono min-w-0 flex-1 text-strong text-xs">{entry.command}</span>
        <span className="mono flex-none text-muted text-xs">{when.short}</span>
      </span>
      <span role="cell" className="clip pl-[18px] text-secondary text-xs">
        {[entry.user, word, sentence].filter(Boolean).join(' · ')}
      </span>
    </div>
  );
}
