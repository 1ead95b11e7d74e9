import type { CSSProperties } from 'react';
import './charts.css';
import { cn } from '../../lib/cn.ts';

export interface Segment {
  /** Percent of the whole bar. */
  readonly share: number;
  readonly slot: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** What it is, for those who do not see the colour. */
  readonly name: string;
}

interface SegmentMeterProps {
  /** From the left. Null is not known: hatched. */
  readonly segments: readonly Segment[] | null;
  /** What the bar measures, with its figure: "core 0: 52 %". */
  readonly label: string;
  readonly className?: string;
}

/** The bar of htop: parts of a whole in their colours, as little strokes. */
export function SegmentMeter({ segments, label, className }: SegmentMeterProps) {
  let left = 100;
  return (
    <div className={cn('segments', segments === null && 'hatch-fill', className)} role="img" aria-label={label}>
      {segments?.map((segment) => {
        const share = Math.max(0, Math.min(left, segment.share));
        left -= share;
        return (
          <i
            key={segment.name}
            style={{ width: `${share.toFixed(1)}%`, '--c': `var(--chart-${segment.slot})` } as CSSProperties}
            title={segment.name}
          />
        );
      })}
    </div>
  );
}
