import type { ReactNode } from 'react';
import { HostText, Unknown, Value } from '../../../components/table/index.ts';
import { Time } from '../../../components/ui/index.ts';
import { useNow } from '../../../hooks/useNow.ts';
import { useMessages } from '../../../i18n/index.ts';
import { type ProcessContext, stateWord } from '../columns.tsx';
import { stateLetters } from '../command.ts';
import { processMessages } from '../messages.ts';
import { HistoryCharts } from './HistoryCharts.tsx';
import type { TabProps } from './ProcessPane.tsx';
import { SocketLines } from './SocketsTab.tsx';

/** What identifies it, what it costs, and what it holds first. */
export function SummaryTab(props: TabProps) {
  const { detail, row, host, context, timeMs, onOpen, onTab } = props;
  const t = useMessages(processMessages);
  const { format } = context;
  const bytes = (value: number | null) => (value === null ? t('unknown') : format.text(format.bytes(value)));
  const parent = detail.parents[0];
  const memory = detail.memory;
  const namespaces = Object.entries(detail.namespaces);
  return (
    <>
      <HistoryCharts host={host} row={row} timeMs={timeMs} context={context} />
      <dl className="dl pp-section">
        <Fact name={t('fact_started')}>
          <Time at={row.create_time * 1000} as={Date.now() - row.create_time * 1000 > 20 * 3_600_000 ? 'dateTime' : 'time'} />{' '}
          <span className="text-muted">
            <Age atMs={row.create_time * 1000} context={context} />
            {parent ? (
              <>
                , {t('fact_by')}{' '}
                <button type="button" className="link" onClick={() => onOpen(parent.pid)}>
                  <span className="mono">{parent.pid}</span> <HostText text={parent.name} />
                </button>
              </>
            ) : null}
          </span>
        </Fact>
        <Fact name={t('fact_user')}>
          <HostText text={row.username} />{' '}
          <span className="text-muted">{t('user_line', { uid: String(row.uid), group: detail.group })}</span>
        </Fact>
        {row.unit ? (
          <Fact name={t('fact_unit')}>
            <HostText text={row.unit} />
          </Fact>
        ) : null}
        {row.container ? (
          <Fact name={t('fact_container')}>
            <HostText text={row.container} />
          </Fact>
        ) : null}
        <Fact name={t('fact_program')}>
          {row.exe === null ? (
            <Unknown reason={t(row.hidden.includes('exe') ? 'hidden' : 'unknown')} />
          ) : (
            <span className="mono pp-path">
              <HostText text={row.exe} />
            </span>
          )}
          {row.deleted ? (
            <span className="chip warn pt-chip" title={t('replaced_hint')}>
              {t('replaced')}
            </span>
          ) : null}
        </Fact>
        {detail.workingDirectory ? (
          <Fact name={t('fact_directory')}>
            <span className="mono pp-path">
              <HostText text={detail.workingDirectory} />
            </span>
          </Fact>
        ) : null}
        <Fact name={t('fact_state')}>
          <span className={`mono pt-${row.status}`}>{stateLetters[row.status] ?? '?'}</span> {stateWord(row.status, t)}
          {detail.voluntarySwitches !== null && detail.involuntarySwitches !== null ? (
            <span className="text-muted">
              {' '}
              · {t('switches', { voluntary: detail.voluntarySwitches, forced: detail.involuntarySwitches })}
            </span>
          ) : null}
        </Fact>
        <Fact name={t('fact_memory')}>
          {row.memory_rss === null ? <Unknown reason={t('unknown')} /> : <Value amount={format.bytes(row.memory_rss)} />}{' '}
          <span className="text-muted">
            {memory
              ? t('memory_line', { unique: bytes(memory.uniqueBytes), swap: bytes(memory.swapBytes) })
              : row.kernel
                ? null
                : t('memory_line_hidden')}
          </span>
        </Fact>
        <Fact name={t('fact_disk')}>
          {row.read_bytes_per_second === null || row.write_bytes_per_second === null ? (
            <Unknown reason={t(row.hidden.includes('read_bytes_per_second') ? 'hidden' : 'first_sight')} />
          ) : (
            <>
              <Value amount={format.byteRate(row.read_bytes_per_second + row.write_bytes_per_second)} />
              {detail.readBytes !== null && detail.writtenBytes !== null ? (
                <span className="text-muted">
                  {' '}
                  · {t('disk_line', { read: bytes(detail.readBytes), written: bytes(detail.writtenBytes) })}
                </span>
              ) : null}
            </>
          )}
        </Fact>
        <Fact name={t('fact_nice')}>
          <span className="mono">{format.number(row.nice)}</span>{' '}
          <span className="text-muted">
            ·{' '}
            {t('oom', {
              score: detail.oomScore === null ? t('unknown') : detail.oomScore,
              adjust: detail.oomScoreAdjust === null ? t('unknown') : detail.oomScoreAdjust,
            })}
          </span>
        </Fact>
        <Fact name={t('fact_cpus')}>
          <span className="mono">
            {detail.cpuAffinity.length === context.cores ? t('all_cores', { count: context.cores }) : ranges(detail.cpuAffinity)}
          </span>{' '}
          <span className="text-muted">· {t('scheduling', { policy: detail.schedulingPolicy })}</span>
        </Fact>
        {detail.ioClass ? (
          <Fact name={t('fact_io')}>
            <span className="mono">{detail.ioClass}</span>{' '}
            {detail.ioLevel === null ? null : <span className="mono text-muted">{detail.ioLevel}</span>}
          </Fact>
        ) : null}
        <Fact name={t('fact_ids')}>
          <span className="mono">{t('session_line', { session: String(detail.session), group: String(detail.processGroup) })}</span>
          {detail.tty ? <span className="mono text-muted"> · {detail.tty}</span> : null}
        </Fact>
        {detail.cgroup ? (
          <Fact name={t('fact_cgroup')}>
            <span className="mono pp-path">
              <HostText text={detail.cgroup} />
            </span>
          </Fact>
        ) : null}
        {namespaces.length > 0 ? (
          <Fact name={t('fact_namespaces')}>
            <span className="mono pp-spaces">
              {namespaces.map(([name, id]) => (
                <span key={name} title={id}>
                  {name}
                </span>
              ))}
            </span>
          </Fact>
        ) : null}
      </dl>
      {detail.sockets.length > 0 ? (
        <section className="pp-section">
          <h3 className="sub-h pp-sub">
            {t('tab_sockets')}
            <button type="button" className="link" onClick={() => onTab('sockets')}>
              {t('all', { count: detail.sockets.length })}
            </button>
          </h3>
          <SocketLines sockets={detail.sockets.slice(0, 4)} context={context} />
        </section>
      ) : null}
    </>
  );
}

function Age({ atMs, context }: { readonly atMs: number; readonly context: ProcessContext }) {
  const now = useNow(1000);
  return context.t('ago', { time: context.format.duration(Math.max(0, Math.round((now - atMs) / 1000))) });
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** `0-3 6`: cores next to each other as a range, as taskset writes them. */
function ranges(cores: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < cores.length; ) {
    let end = index;
    while (cores[end + 1] === (cores[end] ?? 0) + 1) {
      end += 1;
    }
    parts.push(end > index ? `${cores[index]}-${cores[end]}` : String(cores[index]));
    index = end + 1;
  }
  return parts.join(' ');
}
