import type { ReactNode } from 'react';
import { Sparkline, type TimeColumns } from '../../../components/charts/index.ts';
import type { ColourSlot } from '../../../components/charts/time/index.ts';
import { StateMark, Unknown } from '../../../components/ui/index.ts';
import { cn } from '../../../lib/cn.ts';
import type { Amount } from '../../../lib/format.ts';

interface KpiProps {
  readonly title: string;
  /** Null is not known. */
  readonly amount: Amount | null;
  /** After the figure, in place of the unit. */
  readonly unit?: string | undefined;
  readonly note: ReactNode;
  readonly tone?: 'warn' | 'bad' | null;
  readonly columns: TimeColumns;
  readonly keys: readonly string[];
  readonly slot: ColourSlot;
  readonly fromMs: number;
  readonly toMs: number;
  readonly max?: number | undefined;
}

/** One figure of the strip: what it is, how much, its shape over the window, and one fact. */
export function Kpi({ title, amount, unit, note, tone = null, ...spark }: KpiProps) {
  const words = unit ?? amount?.unit ?? '';
  return (
    <li className={cn('kpi', tone)}>
      <h3>
        {tone ? <StateMark state={tone} /> : null}
        <span className="clip" title={title}>
          {title}
        </span>
      </h3>
      <div className="v">
        {amount === null ? (
          <Unknown />
        ) : (
          <>
            <span className={amount.zero ? 'zero' : undefined}>{amount.figure}</span>
            {words === '' ? null : <span className="unit max-sm:hidden">{words}</span>}
            {amount.unit === '' ? null : <span className="unit sm:hidden">{amount.unit}</span>}
          </>
        )}
      </div>
      <div className="spark" aria-hidden="true">
        <Sparkline {...spark} />
      </div>
      <div className="n" title={typeof note === 'string' ? note : undefined}>
        {note}
      </div>
    </li>
  );
}
