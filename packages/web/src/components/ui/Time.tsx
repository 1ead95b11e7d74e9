import { useFormat } from '../../hooks/useFormat.ts';
import { useNow } from '../../hooks/useNow.ts';

interface TimeProps {
  /** Milliseconds since 1970, or RFC 3339. */
  readonly at: number | string;
  readonly as?: 'age' | 'time' | 'dateTime' | 'until';
  readonly className?: string;
}

/** A moment in words, with the exact one on hover; an age renews itself. */
export function Time({ at, as = 'age', className }: TimeProps) {
  const atMs = typeof at === 'number' ? at : Date.parse(at);
  return as === 'age' || as === 'until' ? (
    <Moving atMs={atMs} as={as} className={className} />
  ) : (
    <Fixed atMs={atMs} as={as} className={className} />
  );
}

function Fixed({
  atMs,
  as,
  className,
}: {
  readonly atMs: number;
  readonly as: 'time' | 'dateTime';
  readonly className: string | undefined;
}) {
  const format = useFormat();
  return (
    <time dateTime={new Date(atMs).toISOString()} title={format.exact(atMs)} className={className}>
      {as === 'time' ? format.time(atMs) : format.dateTime(atMs)}
    </time>
  );
}

function Moving({ atMs, as, className }: { readonly atMs: number; readonly as: 'age' | 'until'; readonly className: string | undefined }) {
  const format = useFormat();
  const now = useNow(Math.abs(Date.now() - atMs) < 120_000 ? 1000 : 30_000);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={format.exact(atMs)} className={className}>
      {as === 'age' ? format.age(atMs, now) : format.until(atMs, now)}
    </time>
  );
}
