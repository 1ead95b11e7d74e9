import type { Process } from '@vigie/contract';
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useMoment } from '../../components/past/index.ts';
import { savePreferences, useStatus, useStatusKeys } from '../../components/shell/index.ts';
import {
  DataTable,
  emptySelection,
  keepKnown,
  type Selection,
  type TableHandle,
  type TableLine,
  useHand,
} from '../../components/table/index.ts';
import { Button, EmptyState } from '../../components/ui/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { usePhone } from '../../hooks/useMediaQuery.ts';
import { useMessages } from '../../i18n/index.ts';
import type { ProcessesState } from '../../live/index.ts';
import { usePreferences } from '../../preferences/index.ts';
import { type PaneTab, useProcessAddress, writeSort } from './address.ts';
import { type ProcessContext, processColumns } from './columns.tsx';
import { findProcess, processId } from './command.ts';
import { withField } from './filter-text.ts';
import { historyOf } from './history.ts';
import { createPidSearch } from './keys.ts';
import { processMessages } from './messages.ts';
import { PastPane } from './pane/PastPane.tsx';
import { ProcessPane } from './pane/ProcessPane.tsx';
import { ActionBar } from './parts/ActionBar.tsx';
import { FilterBar, type FilterBarHandle } from './parts/FilterBar.tsx';
import { HeadMeters } from './parts/HeadMeters.tsx';
import { ProcessCard } from './parts/ProcessCard.tsx';
import { type DialogKind, ProcessDialogs } from './parts/ProcessDialogs.tsx';
import { RowMenu, type RowMenuPlace } from './parts/RowMenu.tsx';
import { statusKeyList } from './parts/status-keys.ts';
import { useBlankColumns } from './useBlankColumns.ts';
import { useColumnChoice } from './useColumnChoice.ts';
import { usePausable } from './usePausable.ts';
import { useProcessActions } from './useProcessActions.ts';
import { useProcessCommands } from './useProcessCommands.ts';
import { useProcessFilter } from './useProcessFilter.ts';
import { useProcessKeys } from './useProcessKeys.ts';
import { createProcessView } from './view/index.ts';

interface WorkbenchProps {
  readonly host: string;
  readonly hostName: string;
  readonly cores: number;
  readonly memoryBytes: number | null;
  readonly state: ProcessesState;
}

/** The table, what stands around it, and what its keys do. */
export const Workbench = memo(function Workbench({ host, hostName, cores, memoryBytes, state }: WorkbenchProps) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const phone = usePhone();
  const { cpuBase } = usePreferences();
  const [address, changeAddress] = useProcessAddress();
  const [paused, setPaused] = useState(false);
  const [follow, setFollow] = useState(false);
  const [fullPath, setFullPath] = useState(false);
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(() => new Set());
  const [cursor, setCursor] = useState<string | null>(null);
  const [tagged, setTagged] = useState<Selection>(emptySelection);
  const [menu, setMenu] = useState<RowMenuPlace | null>(null);
  const [dialog, setDialog] = useState<DialogKind | null>(null);
  const [folded, setFolded] = useState<readonly string[]>([]);
  const hand = useHand();
  const table = useRef<TableHandle | null>(null);
  const bar = useRef<FilterBarHandle>(null);
  const actions = useProcessActions(host);
  const isPast = useMoment().atMs !== null;
  const filter = useProcessFilter(address.q, changeAddress);

  useEffect(() => {
    if (!isPast) {
      historyOf(host).record(state.timeMs, state.rows);
    }
  }, [host, state, isPast]);
  const shown = usePausable(state, paused);
  const columns = useMemo(() => processColumns(t, cpuBase), [t, cpuBase]);
  const context = useMemo<ProcessContext>(() => ({ t, format, cpuBase, cores, fullPath }), [t, format, cpuBase, cores, fullPath]);
  const [choice, changeChoice] = useColumnChoice(columns, address.columns, changeAddress);
  const [makeView] = useState(() => createProcessView<ProcessContext>());
  const view = useMemo(
    () =>
      makeView({
        rows: shown.rows,
        filter: filter.filter,
        filterText: filter.filterText,
        nowMs: shown.timeMs,
        kernel: address.kernel,
        tree: address.tree,
        collapsed,
        sort: address.sort,
        columns,
        context,
        held: !follow && (hand.isOn() || menu !== null || dialog !== null),
      }),
    [
      makeView,
      shown,
      filter.filter,
      filter.filterText,
      address.kernel,
      address.tree,
      address.sort,
      collapsed,
      columns,
      context,
      follow,
      hand,
      menu,
      dialog,
    ],
  );
  const { lines } = view;
  const blank = useBlankColumns(shown.rows);
  const selection = useMemo(() => keepKnown(tagged, (id) => findProcess(shown.byPid, id) !== null), [tagged, shown]);
  const cursorLine = useMemo(() => (cursor === null ? null : (lines.find((line) => line.id === cursor) ?? null)), [lines, cursor]);
  const taggedRows = useMemo(() => [...selection].flatMap((id) => findProcess(shown.byPid, id) ?? []), [selection, shown]);
  const chosen: readonly Process[] = taggedRows.length > 0 ? taggedRows : cursorLine && !cursorLine.ended ? [cursorLine.row] : [];
  const openRow = address.pid === null ? null : (shown.byPid.get(address.pid) ?? null);

  const open = useCallback(
    (pid: number, tab?: PaneTab) => changeAddress({ pid: String(pid), ...(tab ? { tab: tab === 'summary' ? null : tab } : {}) }),
    [changeAddress],
  );
  const closePane = useCallback(() => {
    changeAddress({ pid: null, tab: null });
    table.current?.focus();
  }, [changeAddress]);
  const paneOpen = address.pid !== null;
  const handleCursor = useCallback(
    (id: string | null) => {
      setCursor(id);
      if (paneOpen && id !== null && !phone) {
        changeAddress({ pid: id.split('@')[0] ?? null });
      }
    },
    [paneOpen, phone, changeAddress],
  );
  // A link that names a process puts the cursor on it.
  const first = useRef(true);
  useEffect(() => {
    if (first.current && openRow) {
      setCursor(processId(openRow));
    }
    first.current = false;
  }, [openRow]);

  const pidSearch = useMemo(() => createPidSearch(() => performance.now()), []);
  const goToPid = (typed: string) => {
    const found = lines.find((line) => String(line.row.pid) === typed) ?? lines.find((line) => String(line.row.pid).startsWith(typed));
    if (found) {
      hand.handlers.onKeyDown();
      table.current?.scrollTo(found.id);
      handleCursor(found.id);
    }
  };
  const { run, niceBy } = useProcessCommands({
    address,
    changeAddress,
    columns,
    actions,
    chosen,
    cursorLine,
    lines,
    selection,
    rows: shown.rows,
    table,
    bar,
    hand,
    fullPath,
    paused,
    follow,
    paneOpen,
    open,
    closePane,
    onCursor: handleCursor,
    onTagged: setTagged,
    onDialog: setDialog,
    onFullPath: setFullPath,
    onPaused: setPaused,
    onFollow: setFollow,
  });
  const tableElement = useMemo(
    () => ({
      get current() {
        return table.current?.element() ?? null;
      },
    }),
    [],
  );
  useKeys(t('keys_title'), [{ key: '/', label: t('key_filter'), run: () => bar.current?.focus() }]);
  useProcessKeys(tableElement, (command) => (table.current?.hasFocus() ? run(command) : false), t);
  useStatusKeys(statusKeyList(t, run));
  const rowNumber = cursorLine ? lines.indexOf(cursorLine) + 1 : null;
  useStatus({
    mode: paused ? t('mode_paused') : follow ? t('mode_follow') : t(address.tree ? 'mode_tree' : 'mode_flat'),
    facts: shown.intervalMs > 0 ? [{ label: t('every'), value: format.duration(Math.round(shown.intervalMs / 1000)) }] : [],
    note: rowNumber === null ? undefined : t('row_of', { row: rowNumber, count: lines.length }),
  });

  const handleKey = (event: KeyboardEvent): boolean => {
    if (event.key === '+' || event.key === '-' || event.key === '*') {
      if (!address.tree) {
        return false;
      }
      if (event.key === '*') {
        setCollapsed(
          collapsed.size > 0
            ? new Set()
            : new Set(lines.filter((line) => (line.tree?.depth ?? 0) > 0 && (line.tree?.children ?? 0) > 0).map((line) => line.row.pid)),
        );
      } else if (cursorLine) {
        toggleBranch(cursorLine, event.key === '+');
      }
      return true;
    }
    if (event.key === 'Escape') {
      if (paneOpen) {
        closePane();
      } else if (filter.text !== '') {
        filter.setText('');
      } else if (selection.size > 0) {
        setTagged(emptySelection);
      } else {
        return false;
      }
      return true;
    }
    const typed = event.ctrlKey || event.metaKey || event.altKey ? null : pidSearch(event.key);
    if (typed !== null) {
      goToPid(typed);
      return true;
    }
    return false;
  };
  const toggleBranch = (line: TableLine<Process>, wanted: boolean) => {
    const next = new Set(collapsed);
    if (wanted) {
      next.delete(line.row.pid);
    } else {
      next.add(line.row.pid);
    }
    setCollapsed(next);
  };

  const empty = (
    <EmptyState title={t('none')} actions={<Button onClick={() => filter.setText('')}>{t('empty_filter')}</Button>}>
      {t('none_body', { host: hostName, query: filter.text })}
    </EmptyState>
  );
  return (
    <div className={paneOpen ? 'pt-split open' : 'pt-split'}>
      <section className="pane pt-main">
        <HeadMeters host={host} summary={shown.summary} cores={cores} memoryBytes={memoryBytes} />
        <FilterBar
          ref={bar}
          host={host}
          filter={filter}
          matched={view.matched}
          total={shown.rows.length}
          held={view.held}
          lines={lines}
          columns={columns}
          choice={choice}
          folded={folded}
          onChoice={changeChoice}
          address={address}
          changeAddress={changeAddress}
          paused={paused}
          onPause={() => setPaused(!paused)}
          follow={follow}
          onFollow={() => setFollow(!follow)}
          fullPath={fullPath}
          onFullPath={() => setFullPath(!fullPath)}
          cpuBase={cpuBase}
          onCpuBase={(base) => savePreferences({ cpuBase: base })}
          users={shown.rows}
          onUser={(user) => filter.setText(withField(filter.text, 'user', user))}
          onCursor={(id) => {
            table.current?.scrollTo(id);
            handleCursor(id);
          }}
          onLeave={() => table.current?.focus()}
          phone={phone}
        />
        <DataTable
          label={t('table', { host: hostName })}
          lines={lines}
          columns={columns}
          context={context}
          sort={address.sort}
          onSort={(sort) => changeAddress({ sort: writeSort(sort) })}
          choice={choice}
          onChoice={changeChoice}
          cursor={cursor}
          onCursor={handleCursor}
          selection={selection}
          onSelection={setTagged}
          blank={blank}
          treeColumn={address.tree && !phone ? 'command' : null}
          onToggle={toggleBranch}
          onOpen={(line) => open(line.row.pid)}
          onMenu={(line, place) => setMenu({ row: line.row, ...place })}
          onKey={handleKey}
          rowClass={rowClass}
          card={phone ? ProcessCard : undefined}
          empty={lines.length === 0 ? empty : null}
          hand={hand}
          follow={follow}
          onFolded={setFolded}
          handleRef={table}
        />
        {taggedRows.length > 0 ? (
          <ActionBar
            rows={taggedRows}
            actions={actions}
            onDialog={setDialog}
            onNice={niceBy}
            onUntag={() => setTagged(emptySelection)}
            phone={phone}
          />
        ) : null}
      </section>
      {address.pid !== null && isPast ? <PastPane host={host} pid={address.pid} row={openRow} onClose={closePane} /> : null}
      {address.pid === null || isPast ? null : (
        <ProcessPane
          key={address.pid}
          host={host}
          pid={address.pid}
          row={openRow}
          tab={address.tab}
          onTab={(tab) => changeAddress({ tab: tab === 'summary' ? null : tab })}
          onOpen={open}
          onClose={closePane}
          actions={actions}
          context={context}
          timeMs={state.timeMs}
          onDialog={(kind, row) => {
            setTagged(emptySelection);
            setCursor(processId(row));
            setDialog(kind);
          }}
        />
      )}
      <RowMenu
        host={host}
        place={menu}
        onClose={() => {
          setMenu(null);
          table.current?.focus();
        }}
        actions={actions}
        onOpen={open}
        onDialog={setDialog}
        onFilter={(field, value) => filter.setText(withField(filter.text, field, value))}
      />
      <ProcessDialogs kind={dialog} rows={chosen} cores={cores} actions={actions} onClose={() => setDialog(null)} />
    </div>
  );
});

function rowClass(row: Process): string {
  return row.deleted ? 'pt-del' : row.kernel ? 'pt-kern' : '';
}
