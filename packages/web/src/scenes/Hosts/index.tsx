/*
 * Every host in one table: state, site, tags, the figures that say whether it is well, and how others join. What a host does in detail
 * is in its own pages.
 */
import '../Processes/processes.css';
import './hosts.css';
import { useNavigate } from '@tanstack/react-router';
import type { Host } from '@vigie/contract';
import { Filter, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useCan } from '../../api/index.ts';
import { hostMarks, useStatus, useStatusKeys } from '../../components/shell/index.ts';
import { type ColumnChoice, DataTable, sortRows, type TableHandle, type TableLine } from '../../components/table/index.ts';
import { Button, EmptyState, LoadingState, Segmented, Select, StateMark } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useSearchParam } from '../../hooks/useSearchParam.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { HostCard, type HostContext, hostColumns, refOf } from './columns.tsx';
import { type FleetView, fills, groupings, views } from './fleet-map.ts';
import { hostMessages } from './messages.ts';
import { AddHost } from './parts/AddHost.tsx';
import { EditHost } from './parts/EditHost.tsx';
import { FleetMap } from './parts/FleetMap.tsx';
import { HostMenu, type HostMenuPlace } from './parts/HostMenu.tsx';
import { OpenTokens } from './parts/Tokens.tsx';
import { type HostRow, parseHostFilter, stateOrder } from './rows.ts';
import { useHostRows } from './useHostRows.ts';

export function HostsScene() {
  const t = useMessages(hostMessages);
  const rows = useHostRows();
  useEffect(() => {
    document.title = `${t('title')} · Vigie`;
  }, [t]);
  return rows === null ? <LoadingState what={t('loading')} rows={18} /> : <Fleet rows={rows} />;
}

function Fleet({ rows }: { readonly rows: readonly HostRow[] }) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const phone = usePhone();
  const navigate = useNavigate();
  const mayAdd = useCan('host.enrol');
  const [query, setQuery] = useSearchParam('q');
  const [sortText, setSort] = useSearchParam('sort');
  const [viewText, setView] = useSearchParam('view');
  const [fillText, setFill] = useSearchParam('fill');
  const [byText, setBy] = useSearchParam('group');
  const usualView: FleetView = phone ? 'table' : 'both';
  const wantedView = views.find((one) => one === viewText) ?? usualView;
  // One host alone is no fleet; a phone has no room for both.
  const view = rows.length === 1 ? 'table' : phone && wantedView === 'both' ? 'table' : wantedView;
  const fill = fills.find((one) => one === fillText) ?? 'cpu';
  const by = groupings.find((one) => one === byText) ?? 'site';
  const [cursor, setCursor] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Host | null>(null);
  const [menu, setMenu] = useState<HostMenuPlace | null>(null);
  const table = useRef<TableHandle | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const columns = useMemo(() => hostColumns(t), [t]);
  const [choice, setChoice] = useState<ColumnChoice>(() => ({ ids: columns.map(({ id }) => id), widths: {} }));
  const context = useMemo<HostContext>(() => ({ t, format }), [t, format]);
  const match = /^(-?)([a-z]+)$/.exec(sortText);
  const column = match?.[2] && columns.some(({ id }) => id === match[2]) ? match[2] : 'host';
  const order = match?.[1] === '-' ? ('desc' as const) : ('asc' as const);
  const parsed = useMemo(() => parseHostFilter(query), [query]);
  const shown = useMemo(() => (parsed.ok ? rows.filter(parsed.matches) : rows), [rows, parsed]);
  const lines = useMemo<readonly TableLine<HostRow>[]>(() => {
    return sortRows(shown, { column, order }, columns, context, ({ place }) => place).map((row) => ({ id: row.host.id, row }));
  }, [shown, column, order, columns, context]);

  const open = (row: HostRow) => void navigate({ to: '/hosts/$host', params: { host: refOf(row) } });
  const focusFilter = () => input.current?.select();
  const add = mayAdd ? [{ key: 'a', label: t('key_add'), run: () => setAdding(true) }] : [];
  useKeys(t('keys'), [{ key: '/', label: t('key_filter'), run: focusFilter }, ...add]);
  const cursorLine = lines.find(({ id }) => id === cursor) ?? null;
  useStatusKeys([
    { key: '/', label: t('status_filter'), run: focusFilter },
    { key: 'Enter', label: t('status_open'), run: () => (cursorLine ? open(cursorLine.row) : undefined) },
    ...(mayAdd ? [{ key: 'a', label: t('status_add'), run: () => setAdding(true) }] : []),
  ]);
  useStatus({ note: cursorLine ? t('row_of', { row: lines.indexOf(cursorLine) + 1, count: lines.length }) : undefined });

  const handleKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== 'j' && event.key !== 'k')) {
      return false;
    }
    const at = lines.findIndex(({ id }) => id === cursor);
    const next = lines[event.key === 'j' ? Math.min(lines.length - 1, at + 1) : Math.max(0, at - 1)];
    if (next) {
      setCursor(next.id);
      table.current?.scrollTo(next.id);
    }
    return true;
  };
  const choose = (id: string) => {
    setCursor(id);
    table.current?.scrollTo(id);
  };
  const problem = parsed.ok ? null : parsed.problem === 'quote' ? t('problem_quote') : t('problem_number', { field: parsed.field });

  return (
    <div className="flex min-h-0 flex-1">
      <section className="pane min-w-0 flex-1" aria-label={t('title')}>
        <Counts rows={rows} query={query} onQuery={setQuery} />
        <div className="pf hosts-tools">
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
              {query === '' ? format.number(rows.length) : t('of', { shown: lines.length, total: rows.length })}
            </span>
          </div>
          {rows.length > 1 ? (
            <>
              {view === 'table' ? null : (
                <>
                  <Segmented
                    label={t('fill')}
                    value={fill}
                    onValueChange={(next) => setFill(next === 'cpu' ? null : next)}
                    options={fills.map((value) => ({ value, label: t(`fill_${value}`) }))}
                  />
                  <Select
                    aria-label={t('group')}
                    value={by}
                    onValueChange={(next) => setBy(next === 'site' ? null : next)}
                    options={groupings.map((value) => ({ value, label: t(`group_${value}`) }))}
                  />
                </>
              )}
              <Segmented
                label={t('view')}
                value={view}
                onValueChange={(next) => setView(next === usualView ? null : next)}
                options={views.filter((value) => !phone || value !== 'both').map((value) => ({ value, label: t(`view_${value}`) }))}
              />
            </>
          ) : null}
          {mayAdd ? (
            <Button variant="primary" onClick={() => setAdding(true)}>
              <Plus className="i" aria-hidden />
              {t('add')}
            </Button>
          ) : null}
        </div>
        <div className={cn('fleet', view !== 'table' && 'has-map', view === 'tiles' && 'only-map')}>
          {view === 'table' ? null : <FleetMap rows={shown} fill={fill} by={by} cursor={cursor} onCursor={choose} />}
          {view === 'tiles' ? null : (
            <DataTable
              label={t('table')}
              lines={lines}
              columns={columns}
              context={context}
              sort={{ column, order }}
              onSort={(sort) => setSort(`${sort.order === 'desc' ? '-' : ''}${sort.column}`)}
              choice={choice}
              onChoice={setChoice}
              cursor={cursor}
              onCursor={setCursor}
              onOpen={({ row }) => open(row)}
              openOnClick={phone}
              onMenu={({ row }, place) => setMenu({ row, ...place })}
              onKey={handleKey}
              card={phone ? HostCard : undefined}
              handleRef={table}
              empty={
                <EmptyState title={t('none')} actions={<Button onClick={() => setQuery(null)}>{t('empty_filter')}</Button>}>
                  {t('none_body', { query })}
                </EmptyState>
              }
            />
          )}
        </div>
        {mayAdd && rows.length === 1 && query === '' ? (
          <div className="hosts-alone">
            <EmptyState title={t('alone')} actions={<Button onClick={() => setAdding(true)}>{t('add')}</Button>}>
              {t('alone_body')}
            </EmptyState>
          </div>
        ) : null}
        <OpenTokens />
      </section>
      <HostMenu place={menu} onClose={() => setMenu(null)} onEdit={setEdited} />
      <EditHost host={edited} onClose={() => setEdited(null)} />
      <AddHost open={adding} onOpenChange={setAdding} />
    </div>
  );
}

interface CountsProps {
  readonly rows: readonly HostRow[];
  readonly query: string;
  readonly onQuery: (query: string | null) => void;
}

/** How many there are in each state; a click shows only those. */
function Counts({ rows, query, onQuery }: CountsProps) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  return (
    <div className="hosts-counts">
      <div>
        <b>{format.number(rows.length)}</b>
        <span>{t('all', { count: rows.length })}</span>
      </div>
      {stateOrder.map((state) => {
        const count = rows.filter(({ host }) => host.state === state).length;
        const filter = `state:${state}`;
        return (
          <button key={state} type="button" aria-pressed={query === filter} onClick={() => onQuery(query === filter ? null : filter)}>
            <b className={count === 0 ? 'none' : ''}>{format.number(count)}</b>
            <span>
              <StateMark state={hostMarks[state]} label="" /> {t(`count_${state}`, { count })}
            </span>
          </button>
        );
      })}
    </div>
  );
}
