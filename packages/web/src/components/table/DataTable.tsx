import './table.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { HeadRow } from './HeadRow.tsx';
import { type TableLine, treeKey } from './lines.ts';
import { tableMessages } from './messages.ts';
import { RowView } from './RowView.tsx';
import { addIds, extendTo, moveCursor, type Selection, toggleId } from './selection.ts';
import type { ColumnChoice, ColumnSpec, Sort } from './spec.ts';
import { useColumns } from './useColumns.ts';
import { useElementWidth } from './useElementWidth.ts';
import type { Hand } from './useHand.ts';
import { useRowHeight } from './useRowHeight.ts';

/** What a scene may ask of its table. */
export interface TableHandle {
  readonly element: () => HTMLElement | null;
  readonly focus: () => void;
  readonly hasFocus: () => boolean;
  readonly scrollTo: (id: string) => void;
}

interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

export interface DataTableProps<R, C> {
  /** Read aloud as the name of the table. */
  readonly label: string;
  readonly lines: readonly TableLine<R>[];
  /** Every column there is; `choice` says which are shown. The same array as long as its texts are. */
  readonly columns: readonly ColumnSpec<R, C>[];
  /** What cells need beside the row. Rows are drawn again when it is another object. */
  readonly context: C;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
  readonly choice: ColumnChoice;
  readonly onChoice: (choice: ColumnChoice) => void;
  readonly cursor: string | null;
  readonly onCursor: (id: string | null) => void;
  /** Absent: rows are not tagged. */
  readonly selection?: Selection;
  readonly onSelection?: (selection: Selection) => void;
  readonly treeColumn?: string | null;
  /** Columns in which nothing stands: they give their width. The same set until it changes. */
  readonly blank?: ReadonlySet<string>;
  readonly onToggle?: (line: TableLine<R>, open: boolean) => void;
  readonly onOpen?: (line: TableLine<R>) => void;
  /** False: only Enter and a double click open. */
  readonly openOnClick?: boolean;
  readonly onMenu?: (line: TableLine<R>, place: MenuPlace) => void;
  /** Sees every key first; true: it is dealt with. Only keys pressed while the table has the focus. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly rowClass?: (row: R) => string;
  /** Draws two-line rows instead of columns, for a phone. */
  readonly card?: ((row: R, context: C) => ReactNode) | undefined;
  readonly cardHeight?: number;
  /** Shown in place of rows. */
  readonly empty?: ReactNode;
  readonly hand?: Hand;
  /** Keeps the cursor's row in view while rows move. */
  readonly follow?: boolean;
  readonly onFolded?: (folded: readonly string[]) => void;
  readonly handleRef?: { current: TableHandle | null };
}

const boxed = [26, 24] as const;
const unboxed = [0, 24] as const;
const bare = [0, 0] as const;
const noBlank: ReadonlySet<string> = new Set();
const boxedCard = [44, 0] as const;

export function DataTable<R, C>(props: DataTableProps<R, C>) {
  const { lines, columns, context, sort, choice, onChoice, cursor, selection, onSelection, hand, card } = props;
  const t = useMessages(tableMessages);
  const words = useMemo(() => ({ tag: t('tag'), expand: t('expand'), collapse: t('collapse') }), [t]);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const width = useElementWidth(scroller);
  const baseHeight = useRowHeight();
  const rowHeight = card ? (props.cardHeight ?? 52) : baseHeight;
  const base = useId();
  const edges = selection ? (card ? boxedCard : boxed) : props.onMenu && !card ? unboxed : bare;
  const used = useColumns({ columns, choice, availablePx: width, edges, blank: props.blank ?? noBlank, onChoice });
  const filler = !used.shown.some(({ spec }) => spec.grow);
  const headHeight = card ? 0 : 24;

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: headHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height of rows has to be measured.
  useEffect(() => virtual.measure(), [rowHeight, virtual]);

  const indexOf = (id: string | null) => (id === null ? -1 : lines.findIndex((line) => line.id === id));
  const anchor = useRef<string | null>(null);
  const cursorIndex = indexOf(cursor);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a followed row that moved scrolls the table.
  useEffect(() => {
    if (props.follow && cursorIndex >= 0) {
      virtual.scrollToIndex(cursorIndex, { align: 'auto' });
    }
  }, [props.follow, cursorIndex]);
  const { onFolded } = props;
  const foldedKey = used.folded.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: foldedKey stands for the list.
  useEffect(() => onFolded?.(used.folded), [foldedKey, onFolded]);
  const { handleRef } = props;
  useEffect(() => {
    if (handleRef) {
      handleRef.current = {
        element: () => scroller,
        focus: () => scroller?.focus({ preventScroll: true }),
        hasFocus: () => scroller !== null && document.activeElement === scroller,
        scrollTo: (id) =>
          virtual.scrollToIndex(
            Math.max(
              0,
              lines.findIndex((line) => line.id === id),
            ),
            { align: 'auto' },
          ),
      };
    }
  });

  const goTo = (id: string | null, extend: boolean) => {
    if (id === null) {
      return;
    }
    if (extend && selection && onSelection) {
      onSelection(
        extendTo(
          selection,
          lines.map((line) => line.id),
          cursor,
          id,
        ),
      );
    }
    props.onCursor(id);
    anchor.current = id;
    virtual.scrollToIndex(indexOf(id), { align: 'auto' });
  };
  const handleSort = (column: ColumnSpec<R, C>) => {
    const first = column.firstOrder ?? 'asc';
    const order = sort?.column === column.id ? (sort.order === 'asc' ? 'desc' : 'asc') : first;
    hand?.release();
    props.onSort({ column: column.id, order });
  };

  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== scroller) {
      return;
    }
    hand?.handlers.onKeyDown();
    if (props.onKey?.(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if ((event.ctrlKey || event.metaKey) && event.key === 'a' && selection && onSelection) {
        event.preventDefault();
        onSelection(
          addIds(
            selection,
            lines.map((line) => line.id),
          ),
        );
      }
      return;
    }
    const page = Math.max(1, Math.floor(((scroller?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const line = lines[cursorIndex];
    const step = keySteps[event.key]?.(page, lines.length);
    if (step !== undefined) {
      event.preventDefault();
      goTo(
        moveCursor(
          lines.map((item) => item.id),
          cursor,
          step,
        ),
        event.shiftKey,
      );
    } else if (event.key === 'Enter' && line) {
      event.preventDefault();
      props.onOpen?.(line);
    } else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && line && props.onMenu) {
      event.preventDefault();
      const box = document.getElementById(`${base}${line.id}`)?.getBoundingClientRect() ?? scroller?.getBoundingClientRect();
      props.onMenu(line, { x: (box?.left ?? 0) + 60, y: box?.bottom ?? 0 });
    } else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && line?.tree && props.onToggle) {
      event.preventDefault();
      const open = event.key === 'ArrowRight';
      if (line.tree.children > 0 && line.tree.open !== open) {
        props.onToggle(line, open);
      } else if (!open) {
        const depth = line.tree.depth;
        const parent = lines.slice(0, cursorIndex).findLast((item) => (item.tree?.depth ?? 0) < depth);
        goTo(parent?.id ?? null, false);
      }
    }
  };

  const lineOf = (target: EventTarget): TableLine<R> | null => {
    const id = target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
    return id === undefined ? null : (lines.find((line) => line.id === id) ?? null);
  };
  const handleClick = (event: MouseEvent) => {
    const line = lineOf(event.target);
    if (!line || !(event.target instanceof Element) || event.target.closest('a')) {
      return;
    }
    if (event.target.closest('[data-menu]')) {
      const box = event.target.getBoundingClientRect();
      props.onCursor(line.id);
      props.onMenu?.(line, { x: box.right, y: box.bottom });
    } else if (event.target.closest('[data-twist]')) {
      props.onToggle?.(line, !(line.tree?.open ?? false));
    } else if (selection && onSelection && (event.target.closest('[data-box]') || event.ctrlKey || event.metaKey)) {
      onSelection(
        event.shiftKey
          ? extendTo(
              selection,
              lines.map((item) => item.id),
              anchor.current ?? cursor,
              line.id,
            )
          : toggleId(selection, line.id),
      );
      anchor.current = line.id;
      props.onCursor(line.id);
    } else if (selection && onSelection && event.shiftKey) {
      onSelection(
        extendTo(
          selection,
          lines.map((item) => item.id),
          anchor.current ?? cursor,
          line.id,
        ),
      );
      props.onCursor(line.id);
    } else {
      anchor.current = line.id;
      props.onCursor(line.id);
      if (!window.getSelection()?.toString() && (props.openOnClick !== false || event.detail === 2)) {
        props.onOpen?.(line);
      }
    }
    scroller?.focus({ preventScroll: true });
  };
  const handleMenu = (event: MouseEvent) => {
    const line = lineOf(event.target);
    if (line && props.onMenu) {
      event.preventDefault();
      props.onCursor(line.id);
      props.onMenu(line, { x: event.clientX, y: event.clientY });
    }
  };

  const allTagged = selection && lines.length > 0 ? lines.every((line) => selection.has(line.id)) : false;
  const cursorId = cursorIndex >= 0 ? lines[cursorIndex]?.id : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the role is grid or treegrid.
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is grid or treegrid.
    <div
      ref={setScroller}
      className={`dt${card ? ' dt-cards' : ''}${selection ? '' : ' dt-plain'}`}
      role={props.treeColumn ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={lines.length + 1}
      aria-colcount={used.specs.length + (selection ? 1 : 0)}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={cursorId === undefined ? undefined : `${base}${cursorId}`}
      tabIndex={0}
      data-table=""
      style={{ '--dt-cols': card ? (selection ? '44px minmax(0, 1fr)' : 'minmax(0, 1fr)') : used.template } as React.CSSProperties}
      onKeyDown={handleKey}
      onClick={handleClick}
      onContextMenu={handleMenu}
      {...(hand ? { ...hand.handlers, onKeyDown: handleKey } : {})}
    >
      {card ? null : (
        <div style={{ minWidth: used.minWidth }} className="dt-head-wrap" role="rowgroup">
          <HeadRow
            shown={used.shown}
            sort={sort}
            onSort={handleSort}
            choice={choice}
            onChoice={onChoice}
            allTagged={selection ? allTagged : null}
            onTagAll={() => onSelection?.(allTagged ? new Set() : new Set(lines.map((line) => line.id)))}
            filler={filler}
            menu={props.onMenu !== undefined}
          />
        </div>
      )}
      <div role="rowgroup" className="dt-body" style={{ height: virtual.getTotalSize(), minWidth: card ? undefined : used.minWidth }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line ? (
            <RowView
              // By place, not by row: another order writes other texts, where rows that come and go would cost the page its frames.
              key={item.index}
              id={line.id}
              domId={`${base}${line.id}`}
              row={line.row}
              index={item.index}
              top={item.start}
              height={rowHeight}
              specs={used.specs}
              context={context}
              className={`${line.ended ? ' ended' : ''}${props.rowClass ? ` ${props.rowClass(line.row)}` : ''}`}
              selected={selection ? selection.has(line.id) : null}
              cursor={line.id === cursor}
              tree={line.tree}
              treeKey={treeKey(line.tree)}
              treeColumn={props.treeColumn ?? null}
              menu={props.onMenu && !card ? t('row_menu') : null}
              words={words}
              filler={filler && !card}
              card={card ?? null}
            />
          ) : null;
        })}
      </div>
      {lines.length === 0 ? props.empty : null}
    </div>
  );
}

const keySteps: Readonly<Record<string, (page: number, count: number) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  Home: (_page, count) => -count,
  End: (_page, count) => count,
};
