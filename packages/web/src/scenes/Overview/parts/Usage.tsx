import { useNavigate } from '@tanstack/react-router';
import type { HostUsage } from '@vigie/contract';
import { useState } from 'react';
import { useOperation } from '../../../api/index.ts';
import { Meter } from '../../../components/charts/index.ts';
import { writeAt } from '../../../components/past/index.ts';
import { HostText, hostText } from '../../../components/table/index.ts';
import {
  EmptyState,
  ErrorState,
  LoadingState,
  NoPermissionState,
  Segmented,
  Select,
  Unknown,
  Value,
} from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { usageMessages } from '../usage-messages.ts';

type Resource = HostUsage['resource'];
type Group = HostUsage['by'];
type Item = HostUsage['items'][number];

const resources: readonly Resource[] = ['cpu', 'memory', 'disk', 'network'];
const groups: readonly Group[] = ['process', 'unit', 'container', 'user'];

interface UsageProps {
  readonly host: string;
  readonly from: string;
  readonly to: string;
  readonly allowed: boolean;
}

/** Who used the processor, memory, disks or network in the stretch that is shown, the greatest first. */
export function Usage({ host, from, to, allowed }: UsageProps) {
  const t = useMessages(usageMessages);
  const [resource, setResource] = useState<Resource>('cpu');
  const [by, setBy] = useState<Group>('process');
  return (
    <section className="pane overview-usage" aria-labelledby="overview-usage">
      <header className="pane-h">
        <h3 id="overview-usage">{t('title')}</h3>
        <div className="usage-choice">
          <Segmented
            label={t('resource')}
            value={resource}
            onValueChange={setResource}
            options={resources.map((value) => ({ value, label: t(`resource_${value}`) }))}
          />
          <Select
            aria-label={t('by')}
            value={by}
            onValueChange={setBy}
            options={groups.map((value) => ({ value, label: t(`by_${value}`) }))}
          />
        </div>
      </header>
      {allowed ? <Ranking host={host} from={from} to={to} resource={resource} by={by} /> : <NoPermissionState permission="process.read" />}
    </section>
  );
}

function Ranking({ host, from, to, resource, by }: Omit<UsageProps, 'allowed'> & { readonly resource: Resource; readonly by: Group }) {
  const t = useMessages(usageMessages);
  const { data, error } = useOperation('host.usage', { host, from, to, resource, by, limit: 50 }, { staleTime: 60_000 });
  if (error && !data) {
    return <ErrorState title={t('failed')} error={error} />;
  }
  if (!data) {
    return <LoadingState what={t('reading')} rows={10} />;
  }
  if (data.items.length === 0) {
    return <EmptyState title={t('none')}>{t(data.coveredRatio === 0 ? 'noneKept' : 'noneUsed')}</EmptyState>;
  }
  return <UsageTable host={host} usage={data} />;
}

function UsageTable({ host, usage }: { readonly host: string; readonly usage: HostUsage }) {
  const t = useMessages(usageMessages);
  const format = useFormat();
  const navigate = useNavigate();
  const top = usage.items[0]?.average ?? 1;
  const open = (item: Item) =>
    void navigate({
      to: '/hosts/$host/processes',
      params: { host },
      search: {
        // The address has whole seconds: the first that has the measure.
        at: writeAt(Date.parse(item.peakAt) + 999),
        ...(item.pid === null ? { q: filterOf(usage.by, item.key) } : { pid: String(item.pid) }),
      } as never,
    });
  return (
    <div className="scroll">
      {usage.coveredRatio < 0.995 ? (
        <p className="usage-note">{t('covered', { share: format.text(format.percent(usage.coveredRatio * 100, 0)) })}</p>
      ) : null}
      <table className="tb overview-processes">
        <thead>
          <tr>
            <th scope="col">{t(`by_${usage.by}`)}</th>
            <th scope="col" className="num col-average" aria-sort="descending">
              {t('average')} ↓
            </th>
            <th scope="col" className="num col-share">
              {t('share')}
            </th>
            <th scope="col" className="num col-peak">
              {t('peak')}
            </th>
            <th scope="col" className="num col-when">
              {t('when')}
            </th>
            <th scope="col" className="col-state">
              {t('state')}
            </th>
          </tr>
        </thead>
        <tbody>
          {usage.items.map((item) => (
            <tr key={item.key} onClick={() => open(item)}>
              <td className="mono">
                <button type="button" className="usage-name" title={hostText(item.command ?? item.name)} onClick={() => open(item)}>
                  <HostText text={item.name === '' ? t('outside') : item.name} />
                  {item.pid === null ? null : <span className="text-muted"> {item.pid}</span>}
                </button>
              </td>
              <td>
                <Meter share={(item.average / top) * 100}>
                  <Figure unit={usage.unit} value={item.average} />
                </Meter>
              </td>
              <td className="num">{item.share === null ? <Unknown /> : format.text(format.percent(item.share * 100, 0))}</td>
              <td className="num">
                <Figure unit={usage.unit} value={item.peak} />
              </td>
              <td className="num">{format.time(Date.parse(item.peakAt), { seconds: true })}</td>
              <td className="text-secondary">
                {item.running ? t('running') : t('gone', { time: format.time(Date.parse(item.lastSeen), { seconds: false }) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {usage.count > usage.items.length ? <p className="usage-note">{t('more', { count: usage.count - usage.items.length })}</p> : null}
    </div>
  );
}

function Figure({ unit, value }: { readonly unit: HostUsage['unit']; readonly value: number }) {
  const format = useFormat();
  if (unit === 'cores') {
    return <>{format.text(format.percent(value * 100, value < 0.1 ? 1 : 0))}</>;
  }
  return <Value kind={unit === 'bytes' ? 'bytes' : 'byteRate'} value={value} />;
}

function filterOf(by: Group, key: string): string {
  return `${by === 'user' ? 'user' : by}:"${key.replaceAll('"', '')}"`;
}
