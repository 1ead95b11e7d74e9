import type { ChartGroup, View } from './group.ts';

/** Where the pointer is, in CSS pixels of the page. */
export type Place = Pick<PointerEvent, 'clientX' | 'clientY'>;

/** What a chart does as the pointer moves over it. */
interface PointerTarget {
  readonly root: HTMLElement;
  readonly group: ChartGroup;
  /** The pointer is over a place; null when it left. */
  hover(place: Place | null): void;
  /** The moment of the mark at a place; null where there is none. */
  markAt(place: Place): number | null;
  /** A stretch is being drawn, in CSS pixels from the left edge; null when it ended. */
  choose(stretch: readonly [number, number] | null): void;
}

/** A hand that trembles does not drag. */
const dragFromPx = 5;

interface Drag {
  readonly pointerId: number;
  readonly startX: number;
  readonly pan: boolean;
  readonly view: View;
  moved: boolean;
}

/** The view a drag of `byPx` leads to; what comes into sight is not known before it is asked for. */
export function panned(view: View, byPx: number, widthPx: number): View {
  const byMs = (byPx / widthPx) * (view.toMs - view.fromMs);
  return { fromMs: view.fromMs - byMs, toMs: view.toMs - byMs, unknownFromMs: view.unknownFromMs };
}

/** The stretch between two places of a chart, at least a second long; null when it is not worth a zoom. */
export function stretchOf(
  view: View,
  aPx: number,
  bPx: number,
  widthPx: number,
): { readonly fromMs: number; readonly toMs: number } | null {
  const at = (px: number) => view.fromMs + (Math.min(widthPx, Math.max(0, px)) / widthPx) * (view.toMs - view.fromMs);
  const fromMs = Math.round(at(Math.min(aPx, bPx)));
  const toMs = Math.round(at(Math.max(aPx, bPx)));
  return toMs - fromMs >= 1000 ? { fromMs, toMs } : null;
}

/** Hover moves the crosshair; a mouse or pen that drags chooses a stretch, with Shift it moves the window. A finger only hovers. Returns its end. */
export function followPointer(target: PointerTarget): () => void {
  const { root, group } = target;
  let drag: Drag | null = null;
  const inside = (event: PointerEvent) => event.clientX - root.getBoundingClientRect().left;

  const down = (event: PointerEvent) => {
    const view = group.view.get();
    if (event.pointerType !== 'touch' && event.button === 0 && view) {
      drag = { pointerId: event.pointerId, startX: inside(event), pan: event.shiftKey, view, moved: false };
      root.setPointerCapture(event.pointerId);
      event.preventDefault();
    }
    target.hover(event);
  };
  const move = (event: PointerEvent) => {
    if (!drag) {
      target.hover(event);
      return;
    }
    const x = inside(event);
    drag.moved ||= Math.abs(x - drag.startX) >= dragFromPx;
    if (!drag.moved) {
      return;
    }
    if (drag.pan) {
      group.held.set(true);
      group.view.set(panned(drag.view, x - drag.startX, root.clientWidth));
    } else {
      target.hover(event);
      target.choose([drag.startX, Math.min(root.clientWidth, Math.max(0, x))]);
    }
  };
  const finish = (event: PointerEvent) => {
    const ended = drag;
    drag = null;
    target.choose(null);
    group.held.set(false);
    if (!ended?.moved) {
      if (ended && !ended.pan && event.type === 'pointerup') {
        const { fromMs, toMs } = ended.view;
        group.picked.set(target.markAt(event) ?? fromMs + (ended.startX / root.clientWidth) * (toMs - fromMs));
      }
      return;
    }
    if (event.type === 'pointercancel') {
      group.view.set(ended.view);
      return;
    }
    const width = root.clientWidth;
    const x = inside(event);
    const stretch = ended.pan ? panned(ended.view, x - ended.startX, width) : stretchOf(ended.view, ended.startX, x, width);
    if (stretch) {
      group.chosen.set({ fromMs: Math.round(stretch.fromMs), toMs: Math.round(stretch.toMs), how: ended.pan ? 'pan' : 'zoom' });
    }
  };
  const leave = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && !drag) {
      target.hover(null);
    }
  };
  root.addEventListener('pointerdown', down);
  root.addEventListener('pointermove', move);
  root.addEventListener('pointerup', finish);
  root.addEventListener('pointercancel', finish);
  root.addEventListener('pointerleave', leave);
  return () => {
    root.removeEventListener('pointerdown', down);
    root.removeEventListener('pointermove', move);
    root.removeEventListener('pointerup', finish);
    root.removeEventListener('pointercancel', finish);
    root.removeEventListener('pointerleave', leave);
  };
}
