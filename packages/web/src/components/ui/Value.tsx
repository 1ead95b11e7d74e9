import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import type { Amount, Format } from '../../lib/format.ts';
import { uiMessages } from './messages.ts';

export type ValueKind = 'bytes' | 'byteRate' | 'networkRate' | 'percent' | 'significant' | 'integer' | 'temperature';

/** The amount of a figure of one kind. `decimals` is for percent only. */
function amountOf(format: Format, kind: ValueKind, value: number, decimals?: number): Amount {
  switch (kind) {
    case 'integer':
      return { figure: format.number(value, 0), unit: '', zero: value === 0 };
    case 'percent':
      return format.percent(value, decimals);
    default:
      return format[kind](value);
  }
}

interface ValueProps {
  /** Null or undefined is not known: a hatch, never zero. */
  readonly value: number | null | undefined;
  readonly kind: ValueKind;
  readonly decimals?: number;
  /** False leaves the unit to the head of the column. */
  readonly unit?: boolean;
  /** True when privileges hide it, which the hatch then says. */
  readonly hidden?: boolean;
  readonly className?: string;
}

/** One figure: its unit smaller and grey, a true zero grey, what is not known hatched. */
export function Value({ value, kind, decimals, unit = true, hidden = false, className }: ValueProps) {
  const format = useFormat();
  if (value === null || value === undefined || Number.isNaN(value)) {
    return <Unknown hidden={hidden} />;
  }
  const amount = amountOf(format, kind, value, decimals);
  return (
    <span className={cn('mono whitespace-nowrap', amount.zero && 'zero', className)}>
      {amount.figure}
      {unit && amount.unit !== '' ? <span className="unit">{`\u00a0${amount.unit}`}</span> : null}
    </span>
  );
}

/** A hatch in place of what is not known. */
export function Unknown({ hidden = false }: { readonly hidden?: boolean }) {
  const t = useMessages(uiMessages);
  const label = t(hidden ? 'hidden' : 'unknown');
  return <span className="hatch" role="img" aria-label={label} title={label} />;
}
