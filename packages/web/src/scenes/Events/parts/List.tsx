import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { usePhone } from '../../../hooks/useMediaQuery.ts';
import { useMessages } from '../../../i18n/index.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { messages } from '../messages.ts';
import type { JournalRow } from '../rows.ts';
import { EventCard, EventRow } from './Row.tsx';

interface ListProps {
  readonly label: string;
  readonly rows: readonly JournalRow[];
  /** Called when the last rows come into sight. */
  readonly onEnd: () => void;
  readonly foot: ReactNode;
}

const heads = ['time', 'kind', 'host', 'text'] as const;

/** A virtual table: only rows in sight are drawn. On a phone each event takes two lines. */
export function List({ label, rows, onEnd, foot }: ListProps) {
  const t = useMessages(messages);
  const phone = usePhone();
  const { density } = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = phone ? 56 : density === 'compact' ? 26 : 32;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures again when rows become higher.
  useEffect(() => virtual.measure(), [rowHeight]);
  useHeldPlace(scroller, rows, rowHeight);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each sight of the end, not at each render.
  useEffect(() => {
    if (last >= rows.length - 20) {
      onEnd();
    }
  }, [last, rows.length]);
  const Row = phone ? EventCard : EventRow;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard.
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto focus-visible:shadow-none" tabIndex={0}>
      <div role="table" aria-label={label} aria-rowcount={rows.length} className="min-w-full">
        {phone ? null : (
          <div role="row" className="event-row event-head">
            {heads.map((head) => (
              <span key={head} role="columnheader">
                {t(`col_${head}`)}
              </span>
            ))}
          </div>
        )}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const row = rows[item.index];
            return row ? (
              <Row key={item.key} row={row} index={item.index} style={{ transform: `translateY(${item.start}px)`, height: item.size }} />
            ) : null;
          })}
        </div>
      </div>
      <div className="px-4 py-3 text-muted text-xs">{foot}</div>
    </div>
  );
}

/** Who reads further down keeps the same rows in sight while new ones come on top. */
function useHeldPlace(scroller: { readonly current: HTMLDivElement | null }, rows: readonly JournalRow[], rowHeight: number): void {
  const top = useRef<string | null>(null);
  useEffect(() => {
    const element = scroller.current;
    const before = top.current;
    top.current = rows[0]?.key ?? null;
    if (element && before !== null && element.scrollTop > rowHeight) {
      const added = rows.findIndex((row) => row.key === before);
      if (added > 0) {
        element.scrollTop += added * rowHeight;
      }
    }
  }, [rows, rowHeight, scroller]);
}
