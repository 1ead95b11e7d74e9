import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { useStore } from '../../lib/store.ts';
import type { HorizonCharts, HorizonWindow } from './horizon-shape.ts';
import { type Edge, movedEdge } from './horizon-shape.ts';
import { pastMessages } from './messages.ts';

const stepMs = 60_000;
const edges: readonly Edge[] = ['fromMs', 'toMs'];

interface HorizonEdgesProps {
  readonly charts: HorizonCharts;
  readonly window: HorizonWindow;
  readonly nowMs: number;
  readonly width: number;
}

/** The two ends of the time in view, to be taken hold of: by hand, finger or arrow keys. An end that lies outside the horizon is not there. */
export function HorizonEdges({ charts, window, nowMs, width }: HorizonEdgesProps) {
  const t = useMessages(pastMessages);
  const format = useFormat();
  const view = useStore(charts.view);
  const [held, setHeld] = useState<Edge | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const spanMs = window.toMs - window.fromMs;
  if (!view) {
    return null;
  }
  const timeAt = (clientX: number) => {
    const left = root.current?.getBoundingClientRect().left ?? 0;
    return window.fromMs + ((clientX - left) / Math.max(1, width)) * spanMs;
  };
  const limits = { fromMs: window.fromMs, toMs: Math.min(nowMs, window.toMs) };
  const onPointer = (edge: Edge) => (event: PointerEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.type === 'pointerdown' && event.button === 0) {
      event.currentTarget.setPointerCapture(event.pointerId);
      charts.held.set(true);
      setHeld(edge);
    } else if (held === edge && event.type === 'pointermove') {
      charts.view.set({ ...view, ...movedEdge(view, edge, timeAt(event.clientX), limits) });
    } else if (held === edge && (event.type === 'pointerup' || event.type === 'pointercancel')) {
      setHeld(null);
      charts.held.set(false);
      if (event.type === 'pointerup') {
        charts.chosen.set({ ...movedEdge(view, edge, timeAt(event.clientX), limits), how: 'zoom' });
      }
    }
  };
  const onKeyDown = (edge: Edge) => (event: KeyboardEvent) => {
    const by = { ArrowLeft: -stepMs, ArrowDown: -stepMs, ArrowRight: stepMs, ArrowUp: stepMs }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      charts.chosen.set({ ...movedEdge(view, edge, view[edge] + by * (event.shiftKey ? 10 : 1), limits), how: 'pan' });
    }
  };
  return (
    <div ref={root} className="hz-edges">
      {edges
        .filter((edge) => view[edge] >= window.fromMs && view[edge] <= window.toMs + stepMs)
        .map((edge) => (
          <div
            key={edge}
            className="hz-edge"
            data-edge={edge === 'fromMs' ? 'from' : 'to'}
            role="slider"
            tabIndex={0}
            aria-label={t(edge === 'fromMs' ? 'edgeFrom' : 'edgeTo')}
            aria-valuemin={Math.round(limits.fromMs / 1000)}
            aria-valuemax={Math.round(limits.toMs / 1000)}
            aria-valuenow={Math.round(view[edge] / 1000)}
            aria-valuetext={format.dateTime(view[edge])}
            style={{ left: `${Math.min(width, ((view[edge] - window.fromMs) / spanMs) * width)}px` }}
            onPointerDown={onPointer(edge)}
            onPointerMove={onPointer(edge)}
            onPointerUp={onPointer(edge)}
            onPointerCancel={onPointer(edge)}
            onKeyDown={onKeyDown(edge)}
          />
        ))}
    </div>
  );
}
