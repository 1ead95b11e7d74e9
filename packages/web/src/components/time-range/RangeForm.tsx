import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { useLink } from '../../live/index.ts';
import { Button, Field, Input, Select } from '../ui/index.ts';
import { comparisons, parseAsk, stretchOf } from './range.ts';
import { rangeMessages } from './range-messages.ts';
import type { Range } from './useRange.ts';

/** Any stretch in words, and what to lay under it. */
export function RangeForm({ range, onDone }: { readonly range: Range; readonly onDone: () => void }) {
  const t = useMessages(rangeMessages);
  const { serverOffsetMs } = useLink();
  const { ask } = range;
  const [from, setFrom] = useState(ask.kind === 'stored' ? ask.from : 'now-1h');
  const [to, setTo] = useState(ask.kind === 'stored' ? ask.to : 'now');
  const [tried, setTried] = useState(false);
  const wanted = parseAsk({ w: '', from: from.trim() || '?', to });
  const result = wanted.kind === 'stored' ? stretchOf(wanted, Date.now() + serverOffsetMs) : 'from';
  const problem = tried && typeof result === 'string' ? result : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (typeof result === 'object') {
      range.show(wanted);
      onDone();
    }
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={submit} noValidate>
      <Field
        label={t('from')}
        help={t('help')}
        error={problem === null || problem === 'to' || problem === 'order' ? null : t(`problem_${problem}`, { text: from })}
      >
        {(ids) => (
          <Input
            {...ids}
            className="mono"
            value={from}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('to')} error={problem === 'to' || problem === 'order' ? t(`problem_${problem}`, { text: to }) : null}>
        {(ids) => (
          <Input
            {...ids}
            className="mono"
            value={to}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </Field>
      <Button variant="primary" type="submit">
        {t('show')}
      </Button>
      <Field label={t('compare')} help={ask.kind === 'live' ? t('compareLive') : undefined}>
        {({ id, 'aria-describedby': describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            disabled={ask.kind === 'live'}
            value={range.comparison}
            onValueChange={range.compare}
            options={comparisons.map((value) => ({ value, label: t(`compare_${value}`) }))}
          />
        )}
      </Field>
    </form>
  );
}
