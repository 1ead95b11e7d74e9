import type { CSSProperties, ReactNode } from 'react';
import type { Amount } from '../../lib/format.ts';
import { hostTextParts } from './host-text.ts';

/** Text that a host wrote. Escapes of what cannot be shown are grey, so that they are not read as text. */
export function HostText({ text, className }: { readonly text: string; readonly className?: string }) {
  const parts = hostTextParts(text);
  const only = parts.length === 1 && parts[0]?.escape === false;
  return (
    <span className={className} dir="ltr">
      {only
        ? text
        : parts.map((part, index) =>
            part.escape ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces are their place in the text.
              <span key={index} className="dt-escape">
                {part.text}
              </span>
            ) : (
              part.text
            ),
          )}
    </span>
  );
}

/** Nothing is known: a hatch, never a zero. `reason` is read aloud and shown on hover. */
export function Unknown({ reason }: { readonly reason: string }) {
  return <span className="hatch" role="img" aria-label={reason} title={reason} />;
}

/** A figure with its unit, smaller and grey. A true zero is grey. */
export function Value({ amount, tone }: { readonly amount: Amount; readonly tone?: 'warn' | 'bad' | undefined }) {
  const className = tone ? `dt-${tone}` : amount.zero ? 'zero' : undefined;
  return (
    <span className={className}>
      {amount.figure}
      {amount.unit === '' ? null : <span className="unit"> {amount.unit}</span>}
    </span>
  );
}

/** A figure over its meter: one fixed scale for the column, a state colour only over the threshold. */
export function MeterValue({
  ratio,
  colour,
  tone,
  zero,
  children,
}: {
  readonly ratio: number;
  readonly colour: string;
  readonly tone?: 'warn' | 'bad' | undefined;
  readonly zero?: boolean;
  readonly children: ReactNode;
}) {
  const width = Math.max(0, Math.min(1, ratio));
  const style = { '--c': tone ? `var(--${tone})` : colour } as CSSProperties;
  return (
    <span className="meter dt-meter" style={style}>
      <i style={{ transform: `scaleX(${width.toFixed(3)})` }} />
      <span className={zero ? 'zero' : undefined}>{children}</span>
    </span>
  );
}
