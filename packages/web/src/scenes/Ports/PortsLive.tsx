import '../Processes/processes.css';
import { useNavigate } from '@tanstack/react-router';
import { Download, Filter } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { operationUrl } from '../../api/index.ts';
import { useCurrentHost, useHostRef, useStatus, useStatusKeys } from '../../components/shell/index.ts';
import {
  type ColumnChoice,
  DataTable,
  flattenTree,
  holdOrder,
  sortRows,
  type TableHandle,
  type TableLine,
  useHand,
} from '../../components/table/index.ts';
import { Button, EmptyState, ErrorState, LoadingState, Segmented, StateMark, Tooltip } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { useProcesses, useSockets } from '../../live/index.ts';
import { type PortContext, portColumns } from './columns.tsx';
import { parseSocketFilter } from './filter.ts';
import { portMessages } from './messages.ts';
import { PortCard } from './PortCard.tsx';
import { createGrouper, createRowMaker, type PortGroup, type PortRow, type PortView, viewOf } from './rows.ts';

const views: readonly PortView[] = ['listening', 'connections', 'unix'];
const groups: readonly PortGroup[] = ['none', 'process', 'remote'];

export function PortsLive() {
  const t = useMessages(portMessages);
  const host = useHostRef();
  const known = useCurrentHost();
  const sockets = useSockets(host, { intervalMs: 2000 });
  const name = known?.name ?? host;
  if (sockets.timeMs === 0) {
    return sockets.error ? (
      <ErrorState title={t('failed')} error={new Error(sockets.error.message)} />
    ) : (
      <LoadingState what={t('loading', { host: name })} rows={18} />
    );
  }
  return <PortsTable host={host} hostName={name} agentUser={known?.agentUser ?? null} />;
}

interface PortsTableProps {
  readonly host: string;
  readonly hostName: string;
  readonly agentUser: string | null;
}

function PortsTable({ host, hostName, agentUser }: PortsTableProps) {
  const t = useMessages(portMessages);
  const format = useFormat();
  const phone = usePhone();
  const navigate = useNavigate();
  const { rows: sockets, ownersHidden } = useSockets(host, { intervalMs: 2000 });
  const { byPid, timeMs } = useProcesses(host, { intervalMs: 5000 });
  const [viewText, setView] = useSearchParam('view');
  const [groupText, setGroup] = useSearchParam('group');
  const [query, setQuery] = useSearchParam('q');
  const [sortText, setSort] = useSearchParam('sort');
  const view = views.find((item) => item === viewText) ?? 'listening';
  const group = groups.find((item) => item === groupText) ?? 'none';
  const [cursor, setCursor] = useState<string | null>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(() => new Set());
  const table = useRef<TableHandle | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLElement>(null);
  const hand = useHand();

  const columns = useMemo(() => portColumns(t, view), [t, view]);
  const context = useMemo<PortContext>(() => ({ t, format, host, grouped: group !== 'none' }), [t, format, host, group]);
  const [choices, setChoices] = useState<Readonly<Partial<Record<PortView, ColumnChoice>>>>({});
  const choice = useMemo(() => choices[view] ?? { ids: columns.map((column) => column.id), widths: {} }, [choices, view, columns]);
  const match = /^(-?)([a-z]+)$/.exec(sortText);
  const column = match?.[2] && columns.some((item) => item.id === match[2]) ? match[2] : (columns[0]?.id ?? 'port');
  const order = match?.[1] === '-' ? ('desc' as const) : ('asc' as const);

  const [makeRows] = useState(createRowMaker);
  const [makeGroups] = useState(createGrouper);
  // biome-ignore lint/correctness/useExhaustiveDependencies: byPid is one map all along; timeMs says when it changed.
  const all = useMemo(() => makeRows(sockets, byPid, ownersHidden), [makeRows, sockets, timeMs, ownersHidden]);
  const inView = useMemo(() => all.filter((row) => row.socket && viewOf(row.socket) === view), [all, view]);
  const counts = useMemo(() => {
    const found = { listening: 0, connections: 0, unix: 0 };
    for (const { socket } of all) {
      if (socket) {
        found[viewOf(socket)] += 1;
      }
    }
    return found;
  }, [all]);
  const parsed = useMemo(() => parseSocketFilter(query), [query]);
  const matched = useMemo(() => (parsed.ok ? inView.filter(parsed.matches) : inView), [parsed, inView]);
  const shown = useRef<{ key: string; rows: readonly PortRow[] }>({ key: '', rows: [] });
  const lines = useMemo<readonly TableLine<PortRow>[]>(() => {
    const grouped = makeGroups(matched, group, t('nobody'));
    const sorted = sortRows(grouped, { column, order }, columns, context, (row) => row.key);
    const key = [view, group, query, column, order].join('\n');
    const held =
      hand.isOn() && shown.current.key === key
        ? holdOrder(shown.current.rows, sorted, (row) => row.id)
        : { rows: sorted, ended: new Set<string>() };
    shown.current = { key, rows: held.rows };
    if (group === 'none') {
      return held.rows.map((row) => ({ id: row.id, row, ended: held.ended.has(row.id) }));
    }
    const tree = flattenTree({ rows: held.rows, keyOf: (row) => row.key, parentOf: (row) => row.parent, matches: () => true, collapsed });
    return tree.map((line) => ({ id: line.row.id, row: line.row, tree: line, ended: held.ended.has(line.row.id) }));
  }, [makeGroups, matched, group, t, column, order, columns, context, view, query, hand, collapsed]);

  const cursorLine = lines.find((line) => line.id === cursor) ?? null;
  const openProcess = (row: PortRow) => {
    if (row.pid !== null) {
      void navigate({ to: '/hosts/$host/processes', params: { host }, search: { pid: String(row.pid) } as never });
    }
  };
  const nextView = () => setView(views[(views.indexOf(view) + 1) % views.length] ?? null);
  const focusFilter = () => input.current?.select();
  useKeys(t('keys'), [
    { key: '/', label: t('key_filter'), run: focusFilter },
    { key: 'v', label: t('key_view'), run: nextView },
  ]);
  useStatusKeys([
    { key: '/', label: t('status_filter'), run: focusFilter },
    { key: 'v', label: t('status_view'), run: nextView },
    { key: 'Enter', label: t('status_open'), run: () => (cursorLine ? openProcess(cursorLine.row) : undefined) },
  ]);
  useStatus({ note: cursorLine ? t('row_of', { row: lines.indexOf(cursorLine) + 1, count: lines.length }) : undefined });

  const handleKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    if (event.key === 'j' || event.key === 'k') {
      const at = lines.findIndex((line) => line.id === cursor);
      const next = lines[event.key === 'j' ? Math.min(lines.length - 1, at + 1) : Math.max(0, at - 1)];
      if (next) {
        setCursor(next.id);
        table.current?.scrollTo(next.id);
      }
      return true;
    }
    if (event.key === 'Escape' && query !== '') {
      setQuery(null);
      return true;
    }
    return false;
  };
  const plainWords = parsed.ok && !/[:=<>"]|(^|\s)not\s/i.test(query) && query.trim() !== '' ? { q: query.trim() } : {};
  const exportUrl = operationUrl('socket.list', {
    host,
    format: 'csv',
    ...plainWords,
    ...(view === 'unix' ? { protocol: 'unix' as const } : { listening: String(view === 'listening') }),
  });
  const problem = parsed.ok ? null : parsed.problem === 'quote' ? t('problem_quote') : t('problem_number', { field: parsed.field });
  return (
    <div className="pt-split">
      <section className="pane pt-main" ref={area}>
        <div className="pf ports">
          <Segmented
            label={t('view')}
            value={view}
            onValueChange={(value) => setView(value === 'listening' ? null : value)}
            options={views.map((value) => ({
              value,
              label: (
                <>
                  {t(value)} <span className="mono text-2xs text-muted">{format.number(counts[value])}</span>
                </>
              ),
            }))}
          />
          <div className={problem ? 'field pf-field wrong' : 'field pf-field'}>
            <Filter className="i i-s" aria-hidden />
            <input
              ref={input}
              className="mono text-xs"
              value={query}
              aria-label={t('filter')}
              aria-invalid={problem ? true : undefined}
              placeholder={t('filter_hint')}
              spellCheck={false}
              autoComplete="off"
              maxLength={500}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') {
                  event.preventDefault();
                  event.stopPropagation();
                  setQuery(null);
                } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
                  event.preventDefault();
                  table.current?.focus();
                }
              }}
            />
            {problem ? <span className="pf-problem">{problem}</span> : null}
            <span className="mono pf-count">
              {query === '' ? format.number(inView.length) : t('of', { shown: matched.length, total: inView.length })}
            </span>
            {query === '' ? null : (
              <button type="button" tabIndex={-1} aria-label={t('empty_filter')} onClick={() => setQuery(null)}>
                <kbd>Esc</kbd>
              </button>
            )}
          </div>
          <Segmented
            className="ports-group"
            label={t('group')}
            value={group}
            onValueChange={(value) => setGroup(value === 'none' ? null : value)}
            options={groups
              .filter((value) => value !== 'remote' || view === 'connections')
              .map((value) => ({ value, label: t(`group_${value}`) }))}
          />
          <Tooltip label={t('export_hint')}>
            <a className="pf-export" href={exportUrl} download="sockets.csv" aria-label={t('export_hint')}>
              <Download className="i i-s" aria-hidden /> <span className="pf-word">{t('export')}</span>
            </a>
          </Tooltip>
        </div>
        {ownersHidden ? (
          <p className="ports-note">
            <StateMark state="unknown" label="" /> {t('owners_hidden', { user: agentUser ?? '?' })}
          </p>
        ) : null}
        <DataTable
          label={t('table', { host: hostName })}
          lines={lines}
          columns={columns}
          context={context}
          sort={{ column, order }}
          onSort={(sort) => setSort(`${sort.order === 'desc' ? '-' : ''}${sort.column}`)}
          choice={choice}
          onChoice={(next) => setChoices({ ...choices, [view]: next })}
          cursor={cursor}
          onCursor={setCursor}
          treeColumn={group === 'none' || phone ? null : (columns[0]?.id ?? null)}
          onToggle={(line, open) => {
            const next = new Set(collapsed);
            if (open) {
              next.delete(line.row.key);
            } else {
              next.add(line.row.key);
            }
            setCollapsed(next);
          }}
          onOpen={(line) => openProcess(line.row)}
          openOnClick={false}
          onKey={handleKey}
          rowClass={(row) => (row.group ? 'port-group' : '')}
          card={phone ? PortCard : undefined}
          hand={hand}
          handleRef={table}
          empty={
            query !== '' ? (
              <EmptyState title={t('none')} actions={<Button onClick={() => setQuery(null)}>{t('empty_filter')}</Button>}>
                {t('none_body', { query })}
              </EmptyState>
            ) : (
              <EmptyState title={t(`none_${view}`)}>{t(`none_${view}_body`, { host: hostName })}</EmptyState>
            )
          }
        />
      </section>
    </div>
  );
}
