import type { Widget } from '@vigie/contract';
import { Settings2, X } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { HostText } from '../../components/table/index.ts';
import { IconButton } from '../../components/ui/index.ts';
import { InSight, WidgetBody } from '../../components/widgets/index.ts';
import type { WidgetBodyProps } from '../../components/widgets/WidgetBody.tsx';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useMessages } from '../../i18n/index.ts';
import { dashboardColumns } from './columns.ts';
import { moveTo, readingOrder, resizeTo } from './grid.ts';
import { dashboardMessages } from './messages.ts';

interface GridProps extends Omit<WidgetBodyProps, 'widget'> {
  readonly widgets: readonly Widget[];
  readonly editing: boolean;
  readonly onWidgets: (widgets: readonly Widget[]) => void;
  readonly onConfigure: (widget: Widget) => void;
}

const rowPx = 64;

interface Drag {
  readonly id: string;
  readonly kind: 'move' | 'resize';
  readonly startX: number;
  readonly startY: number;
  readonly cell: Widget;
}

/** The widgets on their grid; while it is changed they are moved and resized by hand or by the arrows. */
export function Grid({ widgets, editing, onWidgets, onConfigure, ...body }: GridProps) {
  const t = useMessages(dashboardMessages);
  const phone = usePhone();
  const root = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [moving, setMoving] = useState<readonly Widget[] | null>(null);
  const [said, setSaid] = useState('');
  const shown = moving ?? widgets;
  const ordered = phone ? readingOrder(shown) : shown;
  const rows = shown.reduce((most, { y, h }) => Math.max(most, y + h), 0);

  const cellPx = () => (root.current?.clientWidth ?? 1) / dashboardColumns;
  const take = (event: PointerEvent<HTMLElement>, cell: Widget, kind: Drag['kind']) => {
    if (!editing || phone || event.button !== 0) {
      return;
    }
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ id: cell.id, kind, startX: event.clientX, startY: event.clientY, cell });
  };
  const follow = (event: PointerEvent<HTMLElement>) => {
    if (!drag) {
      return;
    }
    const dx = (event.clientX - drag.startX) / cellPx();
    const dy = (event.clientY - drag.startY) / rowPx;
    const { x, y, w, h, id } = drag.cell;
    setMoving(drag.kind === 'move' ? moveTo(widgets, id, x + dx, y + dy) : resizeTo(widgets, id, w + dx, h + dy));
  };
  const drop = () => {
    if (moving) {
      onWidgets(moving);
    }
    setMoving(null);
    setDrag(null);
  };
  const handleKey = (event: KeyboardEvent, widget: Widget) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!editing || !step || event.target !== event.currentTarget) {
      return;
    }
    event.preventDefault();
    const [dx = 0, dy = 0] = step;
    const next = event.shiftKey
      ? resizeTo(widgets, widget.id, widget.w + dx, widget.h + dy)
      : moveTo(widgets, widget.id, widget.x + dx, widget.y + (dy > 0 ? widget.h : 0) + dy);
    onWidgets(next);
    const now = next.find(({ id }) => id === widget.id) ?? widget;
    setSaid(
      t('moved', { title: widget.title || t('untitled'), x: String(now.x + 1), y: String(now.y + 1), w: String(now.w), h: String(now.h) }),
    );
  };
  return (
    <div
      ref={root}
      className={editing ? 'board-grid editing' : 'board-grid'}
      style={phone ? undefined : { gridTemplateRows: `repeat(${Math.max(1, rows)}, ${rowPx}px)` }}
    >
      {ordered.map((widget) => {
        const place: CSSProperties = phone
          ? { height: `${Math.max(2, widget.h) * rowPx}px` }
          : { gridColumn: `${widget.x + 1} / span ${widget.w}`, gridRow: `${widget.y + 1} / span ${widget.h}` };
        // A chart has a head of its own.
        const hasHead = widget.type !== 'timeseries' || editing;
        return (
          <article
            key={widget.id}
            className={drag?.id === widget.id ? 'board-widget held' : 'board-widget'}
            style={place}
            aria-label={widget.title || t('untitled')}
            {...(editing ? { tabIndex: 0, onKeyDown: (event: KeyboardEvent) => handleKey(event, widget), title: t('gridHint') } : {})}
          >
            {hasHead ? (
              <header
                className={editing ? 'board-widget-head grab' : 'board-widget-head'}
                onPointerDown={(event) => take(event, widget, 'move')}
                onPointerMove={follow}
                onPointerUp={drop}
                onPointerCancel={drop}
              >
                <h3 className="clip">
                  <HostText text={widget.title || (editing ? t('untitled') : '')} />
                </h3>
                {editing ? (
                  <span className="board-widget-tools" onPointerDown={(event) => event.stopPropagation()}>
                    <IconButton label={t('configure')} onClick={() => onConfigure(widget)}>
                      <Settings2 className="i-s" aria-hidden />
                    </IconButton>
                    <IconButton label={t('remove')} onClick={() => onWidgets(widgets.filter(({ id }) => id !== widget.id))}>
                      <X className="i-s" aria-hidden />
                    </IconButton>
                  </span>
                ) : null}
              </header>
            ) : null}
            <InSight className="board-widget-body">
              <WidgetBody widget={widget} {...body} />
            </InSight>
            {editing && !phone ? (
              <span
                className="board-corner"
                aria-hidden="true"
                onPointerDown={(event) => take(event, widget, 'resize')}
                onPointerMove={follow}
                onPointerUp={drop}
                onPointerCancel={drop}
              />
            ) : null}
          </article>
        );
      })}
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
