import type { CSSProperties, ReactNode } from 'react';
import './charts.css';

/** From where a share warns, and from where it is wrong, in percent. */
export interface Thresholds {
  readonly warn: number;
  readonly bad: number;
}

export function toneOf(share: number | null, thresholds: Thresholds | undefined): 'warn' | 'bad' | null {
  if (share === null || !thresholds || share < thresholds.warn) {
    return null;
  }
  return share >= thresholds.bad ? 'bad' : 'warn';
}

interface MeterProps {
  /** 0 to 100; null is not known: hatched. */
  readonly share: number | null;
  readonly thresholds?: Thresholds;
  readonly slot?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** The figure, over the bar at its right. */
  readonly children?: ReactNode;
}

/** A bar behind its figure; a state colour only over the threshold. */
export function Meter({ share, thresholds, slot = 1, children }: MeterProps) {
  if (share === null) {
    return <span className="meter hatch-fill" />;
  }
  const tone = toneOf(share, thresholds);
  return (
    <span className="meter" style={{ '--c': tone ? `var(--${tone})` : `var(--chart-${slot})` } as CSSProperties}>
      <i style={{ width: `${Math.min(100, Math.max(0, share)).toFixed(1)}%` }} />
      <span>{children}</span>
    </span>
  );
}
