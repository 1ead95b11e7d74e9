import { useVirtualizer } from '@tanstack/react-virtual';
import type { AuditEntry } from '@vigie/contract';
import { useEffect, useRef } from 'react';
import { usePhone } from '../../../hooks/useMediaQuery.ts';
import { useMessages } from '../../../i18n/index.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { messages } from '../messages.ts';
import { EntryCard, EntryRow } from './EntryRow.tsx';

interface ListProps {
  readonly entries: readonly AuditEntry[];
  /** Index of the row the keys stand on, −1 for none. */
  readonly cursor: number;
  readonly onOpen: (entry: AuditEntry) => void;
  readonly onUndo: (entry: AuditEntry) => void;
  /** Called when the last rows come into sight. */
  readonly onEnd: () => void;
  readonly foot: string | null;
}

const heads = ['time', 'who', 'what', 'where', 'risk', 'result', 'duration'] as const;

/** A virtual table: only rows in sight are drawn. On a phone each record takes two lines. */
export function List({ entries, cursor, onOpen, onUndo, onEnd, foot }: ListProps) {
  const t = useMessages(messages);
  const phone = usePhone();
  const { density } = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = phone ? 60 : density === 'compact' ? 26 : 32;
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => entries[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures again when rows become higher.
  useEffect(() => virtual.measure(), [rowHeight]);
  useEffect(() => {
    if (cursor >= 0) {
      virtual.scrollToIndex(cursor, { align: 'auto' });
    }
  }, [cursor, virtual]);
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= entries.length - 20) {
      onEnd();
    }
  }, [last, entries.length, onEnd]);
  const Row = phone ? EntryCard : EntryRow;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard.
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto focus-visible:shadow-none" tabIndex={0}>
      <div role="table" aria-label={t('title')} aria-rowcount={entries.length} className="min-w-full">
        {phone ? null : (
          <div role="row" className="activity-row activity-head">
            {heads.map((head) => (
              <span key={head} role="columnheader" className={head === 'duration' ? 'text-right' : undefined}>
                {t(`col_${head}`)}
              </span>
            ))}
          </div>
        )}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const entry = entries[row.index];
            return entry ? (
              <Row
                key={row.key}
                entry={entry}
                index={row.index}
                on={row.index === cursor}
                style={{ transform: `translateY(${row.start}px)`, height: row.size }}
                onOpen={onOpen}
                onUndo={onUndo}
              />
            ) : null;
          })}
        </div>
      </div>
      {foot ? <p className="px-4 py-3 text-muted text-xs">{foot}</p> : null}
    </div>
  );
}
