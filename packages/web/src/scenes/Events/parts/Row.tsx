import type { CSSProperties } from 'react';
import { StateMark } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';
import { type JournalRow, severityMarks } from '../rows.ts';

interface RowProps {
  readonly row: JournalRow;
  readonly index: number;
  readonly style: CSSProperties;
}

function useWords(row: JournalRow) {
  const t = useMessages(messages);
  const format = useFormat();
  const short = (ms: number) => (format.date(ms) === format.date(Date.now()) ? format.time(ms) : `${format.date(ms)} ${format.time(ms)}`);
  if ('gap' in row) {
    const span = t('gapSpan', { from: short(Date.parse(row.gap.from)), to: short(Date.parse(row.gap.to)) });
    return {
      time: short(row.atMs),
      exact: span,
      mark: <StateMark state="unknown" label={t('gap')} />,
      kind: t('gap'),
      host: row.gap.hostName,
      text: `${row.gap.text} (${span})`,
    };
  }
  const { event } = row;
  return {
    time: short(row.atMs),
    exact: format.exact(row.atMs),
    mark: <StateMark state={severityMarks[event.severity]} label={t(`severity_${event.severity}`)} />,
    kind: event.kind,
    host: event.hostName,
    text: event.text,
  };
}

export function EventRow({ row, index, style }: RowProps) {
  const { time, exact, mark, kind, host, text } = useWords(row);
  return (
    <div role="row" aria-rowindex={index + 1} className={'gap' in row ? 'event-row event-gap' : 'event-row'} style={style}>
      <span role="cell" className="mono flex items-center gap-2 text-secondary" title={exact}>
        {mark}
        {time}
      </span>
      <span role="cell" className="clip mono text-secondary">
        {kind}
      </span>
      <span role="cell" className="clip">
        {host}
      </span>
      <span role="cell" className="clip text-strong" title={text}>
        {text}
      </span>
    </div>
  );
}

/** The same on a phone: what above, when and which kind below. */
export function EventCard({ row, index, style }: RowProps) {
  const { time, exact, mark, kind, text } = useWords(row);
  return (
    <div role="row" aria-rowindex={index + 1} className={'gap' in row ? 'event-card event-gap' : 'event-card'} style={style}>
      <span role="cell" className="flex items-center gap-2">
        {mark}
        <span className="clip min-w-0 flex-1 text-strong text-xs">{text}</span>
      </span>
      <span role="cell" className="clip mono pl-[18px] text-muted text-xs" title={exact}>
        {time} · {kind}
      </span>
    </div>
  );
}
