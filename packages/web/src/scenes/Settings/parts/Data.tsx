import { useQueryClient } from '@tanstack/react-query';
import type { OperationOutput } from '@vigie/contract';
import { type FormEvent, useState } from 'react';
import { operationKey, useCan, useOperation } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
import { Button, ErrorState, Input, LoadingState } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';
import { Row, Section } from './Row.tsx';

type Kept = OperationOutput<'retention.get'>;
type Name = keyof Kept['retention'];

const names: readonly Name[] = [
  'rawDays',
  'minuteDays',
  'fiveMinutesDays',
  'hourDays',
  'processEventDays',
  'unitEventDays',
  'loginEventDays',
  'eventDays',
  'stateDays',
];

/** How long everything is kept, and what it takes on the disk. The plan says what a shorter time deletes. */
export function Data() {
  const t = useMessages(messages);
  const format = useFormat();
  const { data, error, refetch } = useOperation('retention.get', {}, { staleTime: 30_000 });
  const size = data ? format.text(format.bytes(data.bytes.figures + data.bytes.events + data.bytes.states)) : null;
  return (
    <Section id="data" title={t('data')} sub={size === null ? undefined : t('dataSize', { size })}>
      {error && !data ? <ErrorState title={t('dataFailed')} error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <LoadingState what={t('dataReading')} rows={6} /> : null}
      {data ? <Form key={JSON.stringify(data.retention)} kept={data} /> : null}
    </Section>
  );
}

function Form({ kept: { retention, defaults, bytes } }: { readonly kept: Kept }) {
  const t = useMessages(messages);
  const format = useFormat();
  const queries = useQueryClient();
  const may = useCan('store.manage');
  const { run, busy } = useAction();
  const [days, setDays] = useState<Readonly<Record<Name, string>>>(() => written(retention));
  const changed = names.filter((name) => Number(days[name]) !== retention[name]);
  const sizes: Readonly<Partial<Record<Name, number>>> = {
    rawDays: bytes.figures,
    processEventDays: bytes.events,
    stateDays: bytes.states,
  };

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    void run('retention.set', Object.fromEntries(changed.map((name) => [name, Number(days[name])])), {
      title: t('dataSaved'),
      onDone: () => void queries.invalidateQueries({ queryKey: operationKey('retention.get') }),
    });
  };

  return (
    <form onSubmit={handleSubmit}>
      {names.map((name) => {
        const size = sizes[name];
        return (
          <Row key={name} label={t(`data_${name}`)} help={t(`data_${name}_help`)}>
            <Input
              aria-label={t(`data_${name}`)}
              className="mono w-28"
              type="number"
              required
              min={0.05}
              max={3650}
              step="any"
              disabled={!may}
              value={days[name]}
              onChange={(event) => setDays({ ...days, [name]: event.target.value })}
            />
            <span className="text-secondary text-sm">{t('daysUnit')}</span>
            {retention[name] === defaults[name] ? null : (
              <span className="text-muted text-xs">{t('dataStandard', { days: format.number(defaults[name]) })}</span>
            )}
            {size === undefined ? null : <span className="mono ml-auto text-muted text-xs">{format.text(format.bytes(size))}</span>}
          </Row>
        );
      })}
      {may ? (
        <div className="flex justify-end gap-2 px-4 py-3">
          <Button variant="ghost" disabled={changed.length === 0} onClick={() => setDays(written(retention))}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="primary" disabled={changed.length === 0 || busy}>
            {t('dataSave')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function written(retention: Kept['retention']): Readonly<Record<Name, string>> {
  return {
    rawDays: String(retention.rawDays),
    minuteDays: String(retention.minuteDays),
    fiveMinutesDays: String(retention.fiveMinutesDays),
    hourDays: String(retention.hourDays),
    processEventDays: String(retention.processEventDays),
    unitEventDays: String(retention.unitEventDays),
    loginEventDays: String(retention.loginEventDays),
    eventDays: String(retention.eventDays),
    stateDays: String(retention.stateDays),
  };
}
