import { Link, useNavigate } from '@tanstack/react-router';
import type { Process } from '@vigie/contract';
import { memo, useRef } from 'react';
import { Meter } from '../../../components/charts/index.ts';
import { HostText, hostText, useHand } from '../../../components/table/index.ts';
import { EmptyState, ErrorState, LoadingState, NoPermissionState, Unknown, Value } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useProcesses } from '../../../live/index.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { overviewMessages } from '../messages.ts';

const shown = 20;

/** By CPU; while a hand is on the table the rows that are shown keep their place. */
function pickRows(rows: readonly Process[], byPid: ReadonlyMap<number, Process>, before: readonly number[], held: boolean): Process[] {
  if (held && before.length > 0) {
    return before.flatMap((pid) => byPid.get(pid) ?? []);
  }
  return [...rows].sort((a, b) => (b.cpu_percent ?? -1) - (a.cpu_percent ?? -1) || a.pid - b.pid).slice(0, shown);
}

interface TopProcessesProps {
  readonly host: string;
  readonly cores: number | null;
  readonly allowed: boolean;
}

export const TopProcesses = memo(function TopProcesses({ host, cores, allowed }: TopProcessesProps) {
  const t = useMessages(overviewMessages);
  return (
    <section className="pane" aria-labelledby="overview-processes">
      <header className="pane-h">
        <h3 id="overview-processes">{t('processes')}</h3>
        {allowed ? <Summary host={host} /> : null}
        {allowed ? (
          <Link className="link end text-2xs" to="/hosts/$host/processes" params={{ host }}>
            {t('openTable')}
          </Link>
        ) : null}
      </header>
      {allowed ? <Rows host={host} cores={cores} /> : <NoPermissionState permission="process.read" />}
    </section>
  );
});

function Summary({ host }: { readonly host: string }) {
  const t = useMessages(overviewMessages);
  const { summary } = useProcesses(host);
  return (
    <span className="sub">
      {summary ? t('processesScope', { total: summary.total, running: summary.running, blocked: summary.blocked }) : null}
    </span>
  );
}

function Rows({ host, cores }: { readonly host: string; readonly cores: number | null }) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const navigate = useNavigate();
  const { cpuBase } = usePreferences();
  const { rows, byPid, timeMs, error } = useProcesses(host);
  const hand = useHand();
  const pids = useRef<readonly number[]>([]);
  if (error && rows.length === 0) {
    return error.code === 'permission_denied' ? (
      <NoPermissionState permission="process.read" />
    ) : (
      <ErrorState title={t('processesFailed')} error={new Error(error.message)} />
    );
  }
  if (timeMs === 0) {
    return <LoadingState what={t('processesOf')} rows={10} />;
  }
  if (rows.length === 0) {
    return <EmptyState title={t('noProcesses')}>{t('noProcessesBody')}</EmptyState>;
  }
  const picked = pickRows(rows, byPid, pids.current, hand.isOn());
  pids.current = picked.map((row) => row.pid);
  const full = cpuBase === 'host' ? 100 : Math.max(100, Math.min(cores ?? 1, 2) * 100);
  const openProcess = (pid: number) =>
    void navigate({ to: '/hosts/$host/processes', params: { host }, search: { pid: String(pid) } as never });
  return (
    <div className="scroll" {...hand.handlers}>
      <table className="tb overview-processes">
        <thead>
          <tr>
            <th scope="col" className="num col-pid">
              {t('pid')}
            </th>
            <th scope="col" className="col-user">
              {t('user_head')}
            </th>
            <th scope="col">{t('command')}</th>
            <th scope="col" className="num col-cpu" aria-sort="descending">
              {t('cpuHead')} ↓
            </th>
            <th scope="col" className="num col-resident">
              {t('resident')}
            </th>
            <th scope="col" className="col-unit">
              {t('unit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {picked.map((row) => {
            const cpu = cpuBase === 'host' ? row.cpu_percent_host : row.cpu_percent;
            return (
              <tr key={`${row.pid} ${row.start_ticks}`} onClick={() => openProcess(row.pid)}>
                <td className="num text-muted">{row.pid}</td>
                <td className="text-secondary col-user">
                  <HostText text={row.username} />
                </td>
                <td className="mono">
                  <Link
                    to="/hosts/$host/processes"
                    params={{ host }}
                    search={{ pid: String(row.pid) } as never}
                    onClick={(event) => event.stopPropagation()}
                    aria-label={t('openProcess', { pid: String(row.pid), name: hostText(row.name) })}
                    title={hostText(row.cmdline.join(' ') || row.name)}
                  >
                    <HostText text={commandOf(row)} />
                  </Link>
                </td>
                <td>
                  {cpu === null ? (
                    <Meter share={null} />
                  ) : (
                    <Meter share={(cpu / full) * 100}>
                      <span className={cpu < 0.05 ? 'zero' : undefined}>{format.number(cpu, 1)}</span>
                    </Meter>
                  )}
                </td>
                <td className="num col-resident">
                  {row.memory_rss === null ? (
                    <Unknown hidden={row.hidden.includes('memory_rss')} />
                  ) : (
                    <Value kind="bytes" value={row.memory_rss} unit={row.memory_rss !== 0} />
                  )}
                </td>
                <td className="text-secondary col-unit">
                  {row.kernel ? t('kernelThread') : row.unit ? <HostText text={row.unit.replace(/\.service$/, '')} /> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The command line with its program shortened to its name; the name where there is none, as for threads of the kernel. */
function commandOf(row: Process): string {
  const [program, ...rest] = row.cmdline;
  if (!program) {
    return row.name;
  }
  const slash = program.startsWith('/') ? program.slice(program.lastIndexOf('/') + 1) : program;
  return [slash || program, ...rest].join(' ');
}
