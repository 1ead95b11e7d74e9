import { useNavigate } from '@tanstack/react-router';
import { type CSSProperties, type KeyboardEvent, memo, useMemo, useState } from 'react';
import { hostMarks } from '../../../components/shell/index.ts';
import { HostText } from '../../../components/table/index.ts';
import { StateMark } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import type { Format } from '../../../lib/format.ts';
import { type HostContext, refOf } from '../columns.tsx';
import { type Fill, type Grouping, groupHosts, type HostGroup, tileOf } from '../fleet-map.ts';
import { hostMessages } from '../messages.ts';
import { type HostRow, stateOrder } from '../rows.ts';

interface FleetMapProps {
  readonly rows: readonly HostRow[];
  readonly fill: Fill;
  readonly by: Grouping;
  readonly cursor: string | null;
  readonly onCursor: (id: string) => void;
}

/** One tile, one host, in groups: the state of hundreds at a glance. Arrows go from tile to tile, Enter opens a host. */
export function FleetMap({ rows, fill, by, cursor, onCursor }: FleetMapProps) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const navigate = useNavigate();
  const [hovered, setHovered] = useState<string | null>(null);
  const groups = useMemo(() => groupHosts(rows, by), [rows, by]);
  const told = rows.find(({ host }) => host.id === (hovered ?? cursor)) ?? null;
  const open = (row: HostRow) => void navigate({ to: '/hosts/$host', params: { host: refOf(row) } });
  return (
    <section className="pane fleet-map" aria-label={t('map')}>
      <header className="pane-h">
        <h3>{t('map')}</h3>
        <span className="sub">{t(`map_fill_${fill}`)}</span>
      </header>
      <div className="fleet-groups" onPointerLeave={() => setHovered(null)}>
        {groups.map((group) => (
          <Group
            key={group.name ?? ''}
            group={group}
            fill={fill}
            by={by}
            cursor={cursor}
            t={t}
            format={format}
            onHover={setHovered}
            onCursor={onCursor}
            onOpen={open}
          />
        ))}
      </div>
      <footer className="fleet-foot">
        {told ? (
          <p className="clip" aria-live="polite">
            <StateMark state={hostMarks[told.host.state]} label="" /> <b>{told.host.name}</b> {wordsOf(told, t, format)}
          </p>
        ) : (
          (['ok', 'warn', 'bad', 'unknown'] as const).map((tone) => (
            <span key={tone}>
              <i className={`fleet-tile ${tone}`} style={{ '--share': tone === 'ok' || tone === 'warn' ? '45%' : '0%' } as CSSProperties} />{' '}
              {t(`map_${tone}`)}
            </span>
          ))
        )}
      </footer>
    </section>
  );
}

interface GroupProps {
  readonly group: HostGroup;
  readonly fill: Fill;
  readonly by: Grouping;
  readonly cursor: string | null;
  readonly t: HostContext['t'];
  readonly format: Format;
  readonly onHover: (id: string) => void;
  readonly onCursor: (id: string) => void;
  readonly onOpen: (row: HostRow) => void;
}

const steps: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

const Group = memo(function Group({ group, fill, by, cursor, t, format, onHover, onCursor, onOpen }: GroupProps) {
  const { name, rows } = group;
  const title =
    by === 'state' && name !== null
      ? t(`count_${name as HostRow['host']['state']}`, { count: rows.length })
      : (name ?? t(by === 'none' ? 'map' : `map_without_${by}`));
  const at = rows.findIndex(({ host }) => host.id === cursor);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = steps[event.key];
    const next = step === undefined ? undefined : event.currentTarget.querySelectorAll<HTMLElement>('a')[Math.max(0, at) + step];
    if (step !== undefined) {
      event.preventDefault();
      next?.focus();
    }
  };
  return (
    <div className="fleet-group">
      <h4>
        <span className="clip">{by === 'none' || by === 'state' ? title : <HostText text={title} />}</span>{' '}
        <small>{format.number(rows.length)}</small>
        {stateOrder
          .filter((state) => state !== 'up' && by !== 'state')
          .map((state) => {
            const count = rows.filter(({ host }) => host.state === state).length;
            return count === 0 ? null : (
              <small key={state} title={t(`count_${state}`, { count })}>
                <StateMark state={hostMarks[state]} label={t(`count_${state}`, { count })} /> {format.number(count)}
              </small>
            );
          })}
      </h4>
      <ul className="fleet-tiles" onKeyDown={onKeyDown}>
        {rows.map((row, index) => {
          const { host } = row;
          const { tone, share } = tileOf(row, fill);
          return (
            <li key={host.id}>
              <a
                href={`/hosts/${refOf(row)}`}
                className={`fleet-tile ${tone}`}
                aria-current={host.id === cursor ? 'true' : undefined}
                tabIndex={index === Math.max(0, at) ? 0 : -1}
                style={{ '--share': `${share === null ? 0 : Math.round(share)}%` } as CSSProperties}
                onPointerEnter={() => onHover(host.id)}
                onFocus={() => onCursor(host.id)}
                onClick={(event) => {
                  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
                    event.preventDefault();
                    onOpen(row);
                  }
                }}
              >
                <span className="sr-only">{`${host.name} ${wordsOf(row, t, format)}`}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
});

function wordsOf(row: HostRow, t: HostContext['t'], format: Format): string {
  const percent = (value: number | null) => (value === null ? '–' : `${format.number(value, 0)}\u00a0%`);
  const figures =
    row.host.state === 'down' || row.host.state === 'unknown'
      ? []
      : [`${t('map_cpu')} ${percent(row.cpu)}`, `${t('map_memory')} ${percent(row.memory)}`, `${t('map_disk')} ${percent(row.disk)}`];
  return [t(`state_${row.host.state}`), row.host.site, ...figures].filter((part) => part !== null).join(' · ');
}
