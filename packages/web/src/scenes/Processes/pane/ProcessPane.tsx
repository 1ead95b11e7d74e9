import './pane.css';
import type { Process, ProcessDetail } from '@vigie/contract';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useOperation } from '../../../api/index.ts';
import { HostText } from '../../../components/table/index.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  LoadingState,
  type State,
  StateMark,
  Tabs,
  TabsContent,
  TabsList,
  TabsTrigger,
} from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { type PaneTab, paneTabs } from '../address.ts';
import type { ProcessContext } from '../columns.tsx';
import { commandText } from '../command.ts';
import { processMessages } from '../messages.ts';
import type { DialogKind } from '../parts/ProcessDialogs.tsx';
import type { ProcessActions } from '../useProcessActions.ts';
import { EnvironmentTab } from './EnvironmentTab.tsx';
import { FamilyTab } from './FamilyTab.tsx';
import { FilesTab } from './FilesTab.tsx';
import { LimitsTab } from './LimitsTab.tsx';
import { MemoryTab } from './MemoryTab.tsx';
import { SocketsTab } from './SocketsTab.tsx';
import { SummaryTab } from './SummaryTab.tsx';
import { ThreadsTab } from './ThreadsTab.tsx';

interface ProcessPaneProps {
  readonly host: string;
  readonly pid: number;
  /** From the live table; null when it is not there (any more). */
  readonly row: Process | null;
  readonly tab: PaneTab;
  readonly onTab: (tab: PaneTab) => void;
  readonly onOpen: (pid: number, tab?: PaneTab) => void;
  readonly onClose: () => void;
  readonly actions: ProcessActions;
  readonly context: ProcessContext;
  readonly timeMs: number;
  readonly onDialog: (kind: DialogKind, row: Process) => void;
}

/** What a tab is drawn from. */
export interface TabProps {
  readonly detail: ProcessDetail;
  readonly row: Process;
  readonly host: string;
  readonly context: ProcessContext;
  readonly timeMs: number;
  readonly onOpen: (pid: number, tab?: PaneTab) => void;
  readonly onTab: (tab: PaneTab) => void;
}

const refreshMs = 2000;
const marks: Readonly<Record<string, State>> = {
  running: 'ok',
  'disk-sleep': 'warn',
  zombie: 'warn',
  stopped: 'paused',
  'tracing-stop': 'paused',
};

/** Everything about one process, renewed while it is open. The table beside it stays alive. */
export function ProcessPane(props: ProcessPaneProps) {
  const { host, pid, row, tab, actions, context, onClose } = props;
  const t = useMessages(processMessages);
  const last = useRef<Process | null>(row);
  const ended = useRef(false);
  if (row && (last.current === null || last.current.start_ticks === row.start_ticks)) {
    last.current = row;
  }
  const known = last.current;
  ended.current = known !== null && (row === null || row.start_ticks !== known.start_ticks);
  const query = useOperation(
    'process.get',
    { host, pid, ...(known ? { start_ticks: known.start_ticks } : {}) },
    { enabled: !ended.current, refetchInterval: refreshMs },
  );
  const detail = query.data ?? null;
  const shown = (ended.current ? known : row) ?? detail?.process ?? null;
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = frame.current;
    const handleKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        onClose();
      }
    };
    element?.addEventListener('keydown', handleKey);
    return () => element?.removeEventListener('keydown', handleKey);
  }, [onClose]);

  if (shown === null) {
    return (
      <aside className="pane pp" ref={frame} aria-label={t('pane', { name: String(pid) })}>
        <header className="pp-head">
          <h2>{pid}</h2>
          <CloseButton onClose={onClose} />
        </header>
        {query.error ? (
          <ErrorState title={t('pane_failed')} error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <LoadingState what={t('pane_loading', { pid: String(pid) })} />
        )}
      </aside>
    );
  }
  const counts: Partial<Record<PaneTab, number | null>> = detail
    ? {
        sockets: detail.sockets.length,
        files: detail.filesTotal,
        threads: detail.threads.length,
        environment: detail.environment?.length ?? null,
      }
    : { files: shown.open_files_count, threads: shown.num_threads };
  const tabProps = detail ? { detail, row: shown, host, context, timeMs: props.timeMs, onOpen: props.onOpen, onTab: props.onTab } : null;
  return (
    <aside className="pane pp" ref={frame} aria-label={t('pane', { name: shown.name })}>
      <header className="pp-head">
        <h2>
          <StateMark state={ended.current ? 'unknown' : (marks[shown.status] ?? 'ok')} label="" />
          <HostText text={shown.name} className="clip" />
          <span className="mono">{shown.pid}</span>
        </h2>
        <CloseButton onClose={onClose} />
        <p className="mono clip" title={commandText(shown)}>
          <HostText text={commandText(shown).slice(0, 400)} />
        </p>
      </header>
      {ended.current ? <Ended row={shown} timeMs={last.current === row ? props.timeMs : props.timeMs} /> : null}
      <Tabs value={tab} onValueChange={(value) => props.onTab(value as PaneTab)} className="pp-tabs">
        <TabsList>
          {paneTabs.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tab_${name}`)}
              {counts[name] === undefined || counts[name] === null ? null : (
                <span className="n">{context.format.number(counts[name] ?? 0)}</span>
              )}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value={tab} className="pp-body" tabIndex={-1}>
          {tabProps === null ? (
            query.error ? (
              <ErrorState title={t('pane_failed')} error={query.error} onRetry={() => void query.refetch()} />
            ) : (
              <LoadingState what={t('pane_loading', { pid: String(pid) })} />
            )
          ) : (
            <TabBody tab={tab} {...tabProps} />
          )}
        </TabsContent>
      </Tabs>
      {ended.current ? null : <PaneActions row={shown} actions={actions} onDialog={props.onDialog} />}
    </aside>
  );
}

function TabBody({ tab, ...props }: TabProps & { readonly tab: PaneTab }) {
  switch (tab) {
    case 'summary':
      return <SummaryTab {...props} />;
    case 'sockets':
      return <SocketsTab {...props} />;
    case 'files':
      return <FilesTab {...props} />;
    case 'memory':
      return <MemoryTab {...props} />;
    case 'threads':
      return <ThreadsTab {...props} />;
    case 'environment':
      return <EnvironmentTab {...props} />;
    case 'limits':
      return <LimitsTab {...props} />;
    case 'family':
      return <FamilyTab {...props} />;
    default:
      return tab satisfies never;
  }
}

function CloseButton({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(processMessages);
  return (
    <IconButton label={t('pane_close')} keyHint="Esc" onClick={onClose}>
      <X className="i" aria-hidden />
    </IconButton>
  );
}

function Ended({ row, timeMs }: { readonly row: Process; readonly timeMs: number }) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const seen = useRef(timeMs);
  return (
    <EmptyState className="pp-ended" title={t('pane_ended')} icon={<StateMark state="unknown" label="" />}>
      {t('pane_ended_body', { name: row.name, pid: String(row.pid), time: format.time(seen.current) })}
    </EmptyState>
  );
}

interface PaneActionsProps {
  readonly row: Process;
  readonly actions: ProcessActions;
  readonly onDialog: (kind: DialogKind, row: Process) => void;
}

function PaneActions({ row, actions, onDialog }: PaneActionsProps) {
  const t = useMessages(processMessages);
  if (!actions.maySignal && !actions.mayTune && !actions.mayRestart) {
    return <footer className="pp-foot text-muted text-xs">{t('no_pane_actions')}</footer>;
  }
  const stopped = row.status === 'stopped';
  return (
    <footer className="pp-foot">
      {actions.maySignal ? (
        <>
          <Button size="sm" onClick={() => actions.signal([row], 'TERM')}>
            {t('terminate')}
          </Button>
          <Button size="sm" onClick={() => onDialog('signal', row)}>
            {t('signal')}
          </Button>
          <Button size="sm" onClick={() => actions.signal([row], stopped ? 'CONT' : 'STOP')}>
            {t(stopped ? 'continue_process' : 'pause_process')}
          </Button>
        </>
      ) : null}
      {actions.mayRestart && !row.kernel ? (
        <Button size="sm" onClick={() => actions.restart(row)}>
          {t('restart')}
        </Button>
      ) : null}
      {actions.mayTune ? (
        <Button size="sm" variant="ghost" onClick={() => onDialog('nice', row)}>
          {t('nice_set')}
        </Button>
      ) : null}
    </footer>
  );
}
