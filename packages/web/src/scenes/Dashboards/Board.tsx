import './dashboards.css';
import { useBlocker, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Dashboard, DashboardContent, Widget } from '@vigie/contract';
import { Braces, Copy, Download, History, MoreHorizontal, Pencil, Plus, Redo2, RefreshCw, Trash2, Undo2, Users } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { callOperation, queryClient, useCan, useOperation } from '../../api/index.ts';
import { ChartGroupProvider, createChartGroup } from '../../components/charts/time/index.ts';
import { ChartNotes } from '../../components/past/ChartNotes.tsx';
import { useAction } from '../../components/plan/index.ts';
import { HostText } from '../../components/table/index.ts';
import {
  Button,
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
  EmptyState,
  ErrorState,
  IconButton,
  Input,
  LoadingState,
  Select,
} from '../../components/ui/index.ts';
import { type BoardTime, useBoardView, useZoom, valuesOf } from '../../components/widgets/index.ts';
import { useKeys } from '../../hooks/keys/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Conflict } from './Conflict.tsx';
import { Grid } from './Grid.tsx';
import { append } from './grid.ts';
import { dashboardMessages } from './messages.ts';
import { newWidget, widgetTypes } from './new-widget.ts';
import { useDraft } from './useDraft.ts';
import { Variables } from './Variables.tsx';
import { VariablesForm } from './VariablesForm.tsx';
import { Versions } from './Versions.tsx';
import { WidgetForm } from './WidgetForm.tsx';

type Search = Readonly<Record<string, string | undefined>>;

export function BoardScene() {
  const t = useMessages(dashboardMessages);
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { data, error } = useOperation('dashboard.get', { id }, { staleTime: 60_000 });
  if (error && !data) {
    return <ErrorState title={t('failed')} error={error} />;
  }
  return data ? <Board key={`${data.id} ${data.version}`} board={data} /> : <LoadingState what={t('reading')} rows={8} />;
}

const ranges = ['now-15m', 'now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d'] as const;

function Board({ board }: { readonly board: Dashboard }) {
  const t = useMessages(dashboardMessages);
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const mayEdit = useCan('dashboard.edit');
  const { run } = useAction();
  const draft = useDraft(board.content);
  const { content } = draft;
  const editing = search.edit === '1' && mayEdit && !board.shipped;
  const [configured, setConfigured] = useState<Widget | null>(null);
  const [versions, setVersions] = useState(false);
  const [variables, setVariables] = useState(false);
  const [conflict, setConflict] = useState(false);
  const [round, setRound] = useState(0);
  const group = useMemo(() => createChartGroup(), []);
  const hosts = useOperation('host.list', {}, { staleTime: 30_000 });
  const items = hosts.data?.items;
  const ids = useMemo(() => (items ?? []).map((host) => host.id), [items]);
  const nameOf = useCallback((ref: string) => items?.find((host) => host.id === ref)?.name ?? ref, [items]);
  const values = useMemo(() => valuesOf(content, search), [content, search]);
  const from = search.from ?? content.range;
  const time = useMemo<BoardTime>(
    () => ({ from, to: search.to ?? 'now', refreshMs: content.refreshSeconds * 1000, round }),
    [from, search.to, content.refreshSeconds, round],
  );
  const setSearch = useCallback(
    (change: Search) =>
      void navigate({
        to: '.',
        search: ((before: Search) =>
          Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== ''))) as never,
        replace: true,
      }),
    [navigate],
  );
  useBoardView(group, time);
  useZoom(group, setSearch);
  useBlocker({ shouldBlockFn: () => draft.isChanged && !window.confirm(t('leave')), enableBeforeUnload: () => draft.isChanged });

  const refreshList = () => void queryClient.invalidateQueries({ queryKey: ['dashboard.list'] });
  const open = (saved: Dashboard, edit = false) => {
    queryClient.setQueryData(['dashboard.get', { id: saved.id }], saved);
    refreshList();
    void navigate({ to: '/dashboards/$id', params: { id: saved.id }, search: (edit ? { edit: '1' } : {}) as never, ignoreBlocker: true });
  };
  const save = async (base = board.version) => {
    const saved = await run(
      'dashboard.save',
      { id: board.id, base, content },
      {
        onRefused: (code) => {
          setConflict(code === 'changed_since');
          return code === 'changed_since';
        },
      },
    );
    if (saved) {
      draft.reset(saved.content);
      open(saved);
    }
  };
  const newest = () => callOperation('dashboard.get', { id: board.id });
  const saveOver = async () => save((await newest()).version);
  const seeTheirs = async () => {
    const theirs = await newest();
    draft.reset(theirs.content);
    open(theirs);
  };
  const duplicate = async () => {
    const copy = await run(
      'dashboard.create',
      { content: { ...content, name: t('copyOf', { name: content.name }).slice(0, 120) } },
      { quiet: true },
    );
    if (copy) {
      open(copy, true);
    }
  };
  const share = async () => {
    const saved = await run('dashboard.save', { id: board.id, base: board.version, shared: !board.shared });
    if (saved) {
      open(saved);
    }
  };
  const remove = async () => {
    if (await run('dashboard.delete', { id: board.id })) {
      refreshList();
      void navigate({ to: '/dashboards' });
    }
  };
  useKeys(t('title'), [
    { key: 'e', label: t('key_edit'), run: () => setSearch({ edit: editing ? undefined : '1' }) },
    ...(draft.undo && editing ? [{ key: 'Ctrl+z', label: t('undo'), run: draft.undo }] : []),
  ]);
  const add = (type: Widget['type']) => {
    const widget = newWidget(type);
    draft.setWidgets(append(content.widgets, widget));
    setConfigured(widget);
  };
  return (
    <ChartGroupProvider value={group}>
      {items ? <ChartNotes {...(items.length === 1 && items[0] ? { host: items[0].id } : {})} /> : null}
      <section className="board" aria-labelledby="board-title">
        <header className="board-head">
          {editing ? (
            <Input
              className="board-name"
              aria-label={t('name')}
              value={content.name}
              maxLength={120}
              onChange={(event) => draft.change({ ...content, name: event.target.value })}
            />
          ) : (
            <h1 id="board-title" className="clip">
              <HostText text={content.name} />
            </h1>
          )}
          <Variables
            content={content}
            values={values}
            hosts={items ?? []}
            onValue={(name, value) => setSearch({ [`var-${name}`]: value })}
          />
          <div className="board-tools">
            <Select
              aria-label={t('range')}
              value={from}
              onValueChange={(value) => setSearch({ from: value === content.range ? undefined : value, to: undefined })}
              options={[...new Set([...ranges, from])].map((value) => ({ value, label: value.replace('now-', '') }))}
            />
            <IconButton label={t('refresh')} onClick={() => setRound(round + 1)}>
              <RefreshCw className="i-s" aria-hidden />
            </IconButton>
            {editing ? (
              <>
                <IconButton label={t('undo')} disabled={!draft.undo} onClick={() => draft.undo?.()}>
                  <Undo2 className="i-s" aria-hidden />
                </IconButton>
                <IconButton label={t('redo')} disabled={!draft.redo} onClick={() => draft.redo?.()}>
                  <Redo2 className="i-s" aria-hidden />
                </IconButton>
                <Button onClick={() => setVariables(true)}>
                  <Braces className="i-s" aria-hidden /> {t('variables')}
                </Button>
                <DropdownMenu>
                  <DropdownMenuTrigger asChild>
                    <Button>
                      <Plus className="i-s" aria-hidden /> {t('add')}
                    </Button>
                  </DropdownMenuTrigger>
                  <DropdownMenuContent>
                    {widgetTypes.map((type) => (
                      <DropdownMenuItem key={type} onSelect={() => add(type)}>
                        {t(`type_${type}`)}
                      </DropdownMenuItem>
                    ))}
                  </DropdownMenuContent>
                </DropdownMenu>
                <Button variant="primary" disabled={!draft.isChanged} onClick={() => void save()}>
                  {t('save')}
                </Button>
              </>
            ) : mayEdit ? (
              <Button onClick={() => (board.shipped ? void duplicate() : setSearch({ edit: '1' }))}>
                <Pencil className="i-s" aria-hidden /> {t(board.shipped ? 'duplicateToChange' : 'edit')}
              </Button>
            ) : null}
            <DropdownMenu>
              <DropdownMenuTrigger asChild>
                <Button aria-label={t('title')} variant="ghost">
                  <MoreHorizontal className="i-s" aria-hidden />
                </Button>
              </DropdownMenuTrigger>
              <DropdownMenuContent>
                <DropdownMenuItem onSelect={() => download(content)}>
                  <Download className="i-s" aria-hidden /> {t('export')}
                </DropdownMenuItem>
                {mayEdit ? (
                  <DropdownMenuItem onSelect={() => void duplicate()}>
                    <Copy className="i-s" aria-hidden /> {t('duplicate')}
                  </DropdownMenuItem>
                ) : null}
                {board.shipped ? null : (
                  <DropdownMenuItem onSelect={() => setVersions(true)}>
                    <History className="i-s" aria-hidden /> {t('versions')}
                  </DropdownMenuItem>
                )}
                {mayEdit && board.mine ? (
                  <DropdownMenuItem onSelect={() => void share()}>
                    <Users className="i-s" aria-hidden /> {t(board.shared ? 'unshare' : 'share')}
                  </DropdownMenuItem>
                ) : null}
                {mayEdit && !board.shipped ? (
                  <DropdownMenuItem onSelect={() => void remove()}>
                    <Trash2 className="i-s" aria-hidden /> {t('delete')}
                  </DropdownMenuItem>
                ) : null}
              </DropdownMenuContent>
            </DropdownMenu>
          </div>
        </header>
        <div className="board-scroll">
          {content.widgets.length === 0 ? <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState> : null}
          <Grid
            widgets={content.widgets}
            editing={editing}
            onWidgets={draft.setWidgets}
            onConfigure={setConfigured}
            values={values}
            time={time}
            nameOf={nameOf}
            hosts={ids}
          />
        </div>
      </section>
      {configured ? (
        <WidgetForm
          widget={configured}
          onClose={() => setConfigured(null)}
          onApply={(next) => {
            draft.setWidgets(content.widgets.map((widget) => (widget.id === next.id ? next : widget)));
            setConfigured(null);
          }}
        />
      ) : null}
      {variables ? (
        <VariablesForm
          variables={content.variables}
          onClose={() => setVariables(false)}
          onApply={(next) => {
            draft.change({ ...content, variables: [...next] });
            setVariables(false);
          }}
        />
      ) : null}
      <Conflict
        open={conflict}
        onClose={() => setConflict(false)}
        onCopy={() => void duplicate()}
        onTheirs={() => void seeTheirs()}
        onOver={() => void saveOver()}
      />
      {versions ? (
        <Versions
          id={board.id}
          onClose={() => setVersions(false)}
          onRestore={(older) =>
            void run('dashboard.save', { id: board.id, base: board.version, content: older }).then((saved) => saved && open(saved))
          }
        />
      ) : null}
    </ChartGroupProvider>
  );
}

function download(content: DashboardContent): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  link.download = `${content.name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
