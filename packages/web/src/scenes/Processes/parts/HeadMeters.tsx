import type { ProcessSummary } from '@vigie/contract';
import { memo } from 'react';
import { type CoreShares, coresAt, type Segment, SegmentMeter } from '../../../components/charts/index.ts';
import { useMoment } from '../../../components/past/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useNow } from '../../../hooks/useNow.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useMetrics } from '../../../live/index.ts';
import { processMessages } from '../messages.ts';

interface HeadMetersProps {
  readonly host: string;
  readonly summary: ProcessSummary | null;
  readonly cores: number;
  readonly memoryBytes: number | null;
}

/** More cores than this would push the table away: they are drawn thin, without their figures. */
const fullCores = 16;

/** htop's head: a bar per core, memory, swap, tasks, load, uptime. */
export const HeadMeters = memo(function HeadMeters({ host, summary, cores }: HeadMetersProps) {
  const t = useMessages(processMessages);
  const isPast = useMoment().atMs !== null;
  const { history } = useMetrics(host, { intervalMs: 1000, enabled: !isPast });
  if (isPast) {
    // What the processor does now does not stand above what it did then.
    return (
      <div className="pm" data-columns={1}>
        <p className="pm-facts">{summary ? <Tasks summary={summary} /> : null}</p>
      </div>
    );
  }
  const shares = history.length > 1 ? coresAt(history, history.length - 1) : emptyCores(cores);
  const columns = shares.length <= 2 ? 1 : shares.length <= 8 ? 2 : 4;
  return (
    <div className="pm" data-columns={columns}>
      <div
        className={shares.length > fullCores ? 'pm-cores many' : 'pm-cores'}
        style={{ gridTemplateRows: `repeat(${Math.ceil(shares.length / columns)}, auto)` }}
      >
        {shares.map((core) => (
          <Core key={core.core} core={core} thin={shares.length > fullCores} />
        ))}
      </div>
      <div className="pm-side">
        <Memory host={host} />
        <p className="pm-facts">{summary ? <Tasks summary={summary} /> : null}</p>
        <p className="pm-facts">
          {t('load')}{' '}
          <b>
            {[1, 5, 15].map((minutes) => (
              <Load key={minutes} value={history.last(`node_load${minutes}`)} />
            ))}
          </b>{' '}
          <Uptime bootSeconds={history.last('node_boot_time_seconds')} />
        </p>
      </div>
    </div>
  );
});

function emptyCores(count: number): readonly CoreShares[] {
  return Array.from({ length: count }, (_, core) => ({ core: String(core), shares: null }));
}

function Core({ core, thin }: { readonly core: CoreShares; readonly thin: boolean }) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const { shares } = core;
  const busy = shares === null ? null : shares.user + shares.system + shares.iowait + shares.irq + shares.steal;
  const segments: Segment[] | null =
    shares === null
      ? null
      : [
          { share: shares.user, slot: 1, name: `user ${format.number(shares.user, 1)}` },
          { share: shares.system, slot: 2, name: `system ${format.number(shares.system, 1)}` },
          { share: shares.iowait, slot: 5, name: `iowait ${format.number(shares.iowait, 1)}` },
          { share: shares.irq, slot: 4, name: `irq ${format.number(shares.irq, 1)}` },
          { share: shares.steal, slot: 7, name: `steal ${format.number(shares.steal, 1)}` },
        ];
  const name = t('core', { core: core.core });
  return (
    <div className="pm-meter core">
      <span className="pm-label">{core.core}</span>
      <SegmentMeter segments={segments} label={`${name}: ${busy === null ? t('unknown') : format.text(format.percent(busy))}`} />
      {thin ? null : (
        <output>
          {busy === null ? null : (
            <>
              {format.number(busy, 1)}
              <span className="unit">%</span>
            </>
          )}
        </output>
      )}
    </div>
  );
}

function Memory({ host }: { readonly host: string }) {
  const t = useMessages(processMessages);
  const { history } = useMetrics(host, { intervalMs: 1000 });
  const total = history.last('node_memory_MemTotal_bytes');
  const available = history.last('node_memory_MemAvailable_bytes');
  const free = history.last('node_memory_MemFree_bytes');
  const shared = history.last('node_memory_Shmem_bytes') ?? 0;
  const swapTotal = history.last('node_memory_SwapTotal_bytes');
  const swapFree = history.last('node_memory_SwapFree_bytes');
  const used = total === null || available === null ? null : Math.max(0, total - available);
  const percent = (bytes: number, of: number) => (of > 0 ? (bytes / of) * 100 : 0);
  const common = used === null ? 0 : Math.min(shared, used);
  const segments: Segment[] | null =
    used === null || total === null
      ? null
      : [
          { share: percent(used - common, total), slot: 3, name: 'used' },
          { share: percent(common, total), slot: 1, name: 'shared' },
          { share: percent(Math.max(0, (available ?? 0) - (free ?? 0)), total), slot: 6, name: 'cache' },
        ];
  const swapUsed = swapTotal === null || swapFree === null ? null : swapTotal - swapFree;
  return (
    <>
      <Amounts label={t('mem')} segments={segments} used={used} total={total} />
      <Amounts
        label={t('swp')}
        segments={swapUsed === null || swapTotal === null ? null : [{ share: percent(swapUsed, swapTotal), slot: 5, name: 'swap' }]}
        used={swapUsed}
        total={swapTotal}
      />
    </>
  );
}

interface AmountsProps {
  readonly label: string;
  readonly segments: readonly Segment[] | null;
  readonly used: number | null;
  readonly total: number | null;
}

function Amounts({ label, segments, used, total }: AmountsProps) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const whole = total === null ? null : format.bytes(total);
  const sameUnit = used === null || total === null || total === 0 ? null : used / 1024 ** Math.floor(Math.log(total) / Math.log(1024));
  const words =
    total === 0
      ? t('swap_none')
      : used === null || whole === null
        ? t('unknown')
        : `${format.text(format.bytes(used))} / ${format.text(whole)}`;
  return (
    <div className="pm-meter">
      <span className="pm-label act">{label}</span>
      <SegmentMeter segments={segments} label={`${label}: ${words}`} />
      <output>
        {total === 0 ? (
          <span className="unit">{t('swap_none')}</span>
        ) : sameUnit === null || whole === null ? null : (
          <>
            {format.number(sameUnit, sameUnit >= 99.95 ? 0 : 1)}
            <span className="pm-of">
              /{whole.figure} {whole.unit}
            </span>
          </>
        )}
      </output>
    </div>
  );
}

function Tasks({ summary }: { readonly summary: ProcessSummary }) {
  const t = useMessages(processMessages);
  const format = useFormat();
  return (
    <>
      {t('tasks')} <b>{format.number(summary.total)}</b>, <b>{format.number(summary.threads)}</b> {t('thr', { count: summary.threads })};{' '}
      {t.rich('count_running', { count: summary.running })}, {t.rich('count_blocked', { count: summary.blocked })}
      {summary.zombie > 0 ? <span className="text-warn-text">, {t('count_zombie', { count: summary.zombie })}</span> : null}
      {summary.stopped > 0 ? <>, {t('count_stopped', { count: summary.stopped })}</> : null}
    </>
  );
}

function Load({ value }: { readonly value: number | null }) {
  const format = useFormat();
  return <>{value === null ? '–' : format.number(value, 2)} </>;
}

function Uptime({ bootSeconds }: { readonly bootSeconds: number | null }) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const now = useNow(1000);
  if (bootSeconds === null) {
    return null;
  }
  const seconds = Math.max(0, now / 1000 - bootSeconds);
  const days = Math.floor(seconds / 86_400);
  return (
    <>
      &nbsp;{t('up')}{' '}
      <b>
        {days > 0
          ? `${format
              .duration(days * 86_400)
              .split('\u00a0')
              .slice(0, 2)
              .join('\u00a0')} `
          : ''}
        {clock(seconds % 86_400)}
      </b>
    </>
  );
}

function clock(seconds: number): string {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
