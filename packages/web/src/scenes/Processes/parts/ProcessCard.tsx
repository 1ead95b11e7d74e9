import type { Process } from '@vigie/contract';
import type { CSSProperties } from 'react';
import { HostText, Unknown, Value } from '../../../components/table/index.ts';
import { cpuOf, type ProcessContext } from '../columns.tsx';
import { commandParts } from '../command.ts';

/** Two lines for a phone: what it is and what it costs. */
export function ProcessCard(row: Process, context: ProcessContext) {
  const { format, t, cpuBase } = context;
  const { program, rest } = commandParts(row, context.fullPath);
  const cpu = cpuOf(row, cpuBase);
  const full = cpuBase === 'host' || context.cores < 2 ? 100 : 150;
  return (
    <div className="pc">
      <div className="pc-name">
        <p className="mono clip">
          <b className={row.deleted ? 'text-warn-text' : undefined}>
            <HostText text={program} />
          </b>{' '}
          <HostText text={rest.slice(0, 200)} />
        </p>
        <p className="clip">
          {row.pid} · <HostText text={row.username} />
          {row.kernel ? ` · ${t('kernel_thread')}` : ''}
        </p>
      </div>
      <div className="pc-figures">
        <p className="mono">{cpu === null ? <Unknown reason={t('first_sight')} /> : <Value amount={format.percent(cpu)} />}</p>
        <span className="pc-meter">
          <i style={{ width: `${Math.min(100, ((cpu ?? 0) / full) * 100).toFixed(1)}%` } as CSSProperties} />
        </span>
        <p className="mono pc-memory">
          {row.memory_rss === null ? <Unknown reason={t('unknown')} /> : <Value amount={format.bytes(row.memory_rss)} />}
        </p>
      </div>
    </div>
  );
}
