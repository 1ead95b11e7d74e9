import { useKeys } from '../../../hooks/keys/index.ts';
import type { ChartGroup } from './group.ts';

interface CrosshairWords {
  readonly title: string;
  readonly back: string;
  readonly forward: string;
  readonly clear: string;
  /** Of `M` and `m`, where the page has marks. */
  readonly nextMark?: string;
  readonly previousMark?: string;
  /** Of End, where it leads to live. */
  readonly live?: string;
}

/** ← → by one step, Shift by ten; `m` and `M` from mark to mark, back and on; Escape and End back to the newest, where `live` may bring more than the crosshair. `announce` hears where it stands now. */
export function useCrosshairKeys(
  group: ChartGroup,
  words: CrosshairWords,
  announce: (atMs: number | null) => void,
  live: (() => void) | null = null,
): void {
  const step = (by: number) => {
    group.step(by);
    announce(group.crosshair.get());
  };
  const stepMark = (by: 1 | -1) => {
    group.stepMark(by);
    announce(group.crosshair.get());
  };
  const clear = () => {
    if (group.crosshair.get() === null) {
      return false;
    }
    group.crosshair.set(null);
    announce(null);
    return undefined;
  };
  useKeys(words.title, [
    { key: 'ArrowLeft', label: words.back, run: () => step(-1) },
    { key: 'ArrowRight', label: words.forward, run: () => step(1) },
    { key: 'Shift+ArrowLeft', label: words.back, hidden: true, run: () => step(-10) },
    { key: 'Shift+ArrowRight', label: words.forward, hidden: true, run: () => step(10) },
    ...(words.nextMark && words.previousMark
      ? [
          { key: 'm', label: words.previousMark, run: () => stepMark(-1) },
          { key: 'M', label: words.nextMark, run: () => stepMark(1) },
        ]
      : []),
    { key: live ? 'Escape' : 'Escape|End', label: words.clear, run: clear },
    ...(live
      ? [
          {
            key: 'End',
            label: words.live ?? words.clear,
            run: () => {
              clear();
              live();
            },
          },
        ]
      : []),
  ]);
}
