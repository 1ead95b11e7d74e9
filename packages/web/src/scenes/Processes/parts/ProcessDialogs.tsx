import type { Process } from '@vigie/contract';
import { type ReactNode, useState } from 'react';
import { useOperation } from '../../../api/index.ts';
import { useHostRef } from '../../../components/shell/index.ts';
import { hostText } from '../../../components/table/index.ts';
import { Button, Checkbox, Dialog, DialogContent, DialogHead, Input, Segmented } from '../../../components/ui/index.ts';
import { useLanguage, useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import { type SignalChoice, signalChoices } from '../signals.ts';
import { commonNice } from '../targets.ts';
import type { IoClass, ProcessActions } from '../useProcessActions.ts';

export type DialogKind = 'signal' | 'affinity' | 'ioprio' | 'nice';

interface ProcessDialogsProps {
  readonly kind: DialogKind | null;
  readonly rows: readonly Process[];
  readonly cores: number;
  readonly actions: ProcessActions;
  readonly onClose: () => void;
}

/** Asks for what an action still needs: which signal, cores, priority. The plan comes after, from the server. */
export function ProcessDialogs({ kind, rows, cores, actions, onClose }: ProcessDialogsProps) {
  if (kind === null || rows.length === 0) {
    return null;
  }
  const props = { rows, actions, onClose };
  switch (kind) {
    case 'signal':
      return <SignalDialog {...props} />;
    case 'affinity':
      return <AffinityDialog {...props} cores={cores} />;
    case 'ioprio':
      return <IoPriorityDialog {...props} />;
    case 'nice':
      return <NiceDialog {...props} />;
    default:
      return kind satisfies never;
  }
}

type PartProps = Omit<ProcessDialogsProps, 'kind' | 'cores'>;

function Frame({
  title,
  onClose,
  children,
  foot,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent compact className="w-[min(460px,calc(100vw-24px))]">
        <DialogHead title={title} />
        {children}
        {foot ? <footer className="pd-foot">{foot}</footer> : null}
      </DialogContent>
    </Dialog>
  );
}

function nameOf(rows: readonly Process[]): { readonly count: number; readonly name: string; readonly pid: string } {
  return { count: rows.length, name: hostText(rows[0]?.name ?? ''), pid: String(rows[0]?.pid ?? '') };
}

function SignalDialog({ rows, actions, onClose }: PartProps) {
  const t = useMessages(processMessages);
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [tree, setTree] = useState(false);
  const wanted = typed.trim().toUpperCase().replace(/^SIG/, '');
  const choices = signalChoices(actions.signals).filter(
    ({ name, number, meaning }) =>
      wanted === '' || name.startsWith(wanted) || String(number) === wanted || meaning[language].toUpperCase().includes(wanted),
  );
  const send = (choice: SignalChoice | undefined) => {
    if (choice) {
      onClose();
      actions.signal(rows, choice.name, tree);
    }
  };
  return (
    <Frame title={t('signal_title', nameOf(rows))} onClose={onClose}>
      <div className="p-3 pb-1">
        <Input
          autoFocus
          value={typed}
          placeholder={t('signal_find')}
          aria-label={t('signal_find')}
          role="combobox"
          aria-expanded="true"
          aria-controls="signals"
          aria-activedescendant={choices[at] ? `signal-${choices[at].name}` : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (step !== 0) {
              event.preventDefault();
              setAt(Math.max(0, Math.min(choices.length - 1, at + step)));
            } else if (event.key === 'Enter' && !event.repeat) {
              event.preventDefault();
              send(choices[at]);
            }
          }}
        />
      </div>
      <div id="signals" role="listbox" className="pd-list" aria-label={t('signal')}>
        {choices.map((choice, index) => (
          <div key={choice.name} id={`signal-${choice.name}`} role="option" aria-selected={index === at}>
            <button type="button" tabIndex={-1} onPointerMove={() => setAt(index)} onClick={() => send(choice)}>
              <span className="num">{choice.number}</span>
              <b className="mono">{choice.name}</b>
              <span className="text-secondary">{choice.meaning[language]}</span>
            </button>
          </div>
        ))}
      </div>
      <label className="pd-check" htmlFor="signal-tree">
        <Checkbox id="signal-tree" checked={tree} onCheckedChange={(value) => setTree(value === true)} />
        {t('signal_tree')}
      </label>
    </Frame>
  );
}

function AffinityDialog({ rows, actions, onClose, cores }: PartProps & { readonly cores: number }) {
  const t = useMessages(processMessages);
  const host = useHostRef();
  const [only] = rows;
  const { data } = useOperation(
    'process.get',
    { host, pid: only?.pid ?? 1, ...(only ? { start_ticks: only.start_ticks } : {}) },
    { enabled: rows.length === 1 },
  );
  const [picked, setPicked] = useState<ReadonlySet<number> | null>(null);
  const all = Array.from({ length: cores }, (_, core) => core);
  const chosen = picked ?? new Set(data?.cpuAffinity ?? all);
  const toggle = (core: number) => {
    const next = new Set(chosen);
    if (!next.delete(core)) {
      next.add(core);
    }
    setPicked(next);
  };
  return (
    <Frame
      title={t('affinity_title', nameOf(rows))}
      onClose={onClose}
      foot={
        <>
          <Button variant="ghost" onClick={() => setPicked(new Set(all))}>
            {t('affinity_all')}
          </Button>
          <Button
            variant="primary"
            className="ml-auto"
            disabled={chosen.size === 0}
            onClick={() => {
              onClose();
              actions.affinity(
                rows,
                [...chosen].sort((left, right) => left - right),
              );
            }}
          >
            {t('affinity_button')}
          </Button>
        </>
      }
    >
      <div className="pd-body">
        <p className="text-secondary text-xs">{t('affinity_help')}</p>
        <div className="pd-cores">
          {all.map((core) => (
            <button
              key={core}
              type="button"
              role="checkbox"
              aria-checked={chosen.has(core)}
              aria-label={t('core', { core: String(core) })}
              onClick={() => toggle(core)}
            >
              {core}
            </button>
          ))}
        </div>
      </div>
    </Frame>
  );
}

const ioClasses = ['best-effort', 'idle', 'none', 'realtime'] as const;

function IoPriorityDialog({ rows, actions, onClose }: PartProps) {
  const t = useMessages(processMessages);
  const [ioClass, setIoClass] = useState<IoClass>('best-effort');
  const [level, setLevel] = useState(4);
  const levelled = ioClass === 'best-effort' || ioClass === 'realtime';
  return (
    <Frame
      title={t('ioprio_title', nameOf(rows))}
      onClose={onClose}
      foot={
        <Button
          variant="primary"
          className="ml-auto"
          onClick={() => {
            onClose();
            actions.ioPriority(rows, ioClass, levelled ? level : 4);
          }}
        >
          {t('ioprio_button')}
        </Button>
      }
    >
      <div className="pd-body">
        <div role="radiogroup" aria-label={t('ioprio')} className="pd-radios">
          {ioClasses.map((name) => (
            <label key={name}>
              <input type="radio" name="io-class" checked={ioClass === name} onChange={() => setIoClass(name)} />
              <b className="mono">{name}</b>
              <span className="text-secondary">{t(`ioprio_${name}`)}</span>
            </label>
          ))}
        </div>
        {levelled ? (
          <div>
            <p className="pb-1 font-medium text-secondary text-xs">{t('ioprio_level')}</p>
            <Segmented
              label={t('ioprio_level')}
              value={String(level)}
              onValueChange={(value) => setLevel(Number(value))}
              options={[0, 1, 2, 3, 4, 5, 6, 7].map((value) => ({ value: String(value), label: String(value) }))}
            />
          </div>
        ) : null}
      </div>
    </Frame>
  );
}

function NiceDialog({ rows, actions, onClose }: PartProps) {
  const t = useMessages(processMessages);
  const [nice, setNice] = useState(() => commonNice(rows) ?? 0);
  const shown = String(nice).replace('-', '\u2212');
  const set = () => {
    onClose();
    actions.renice(rows, nice);
  };
  return (
    <Frame
      title={t('nice_title', nameOf(rows))}
      onClose={onClose}
      foot={
        <Button variant="primary" className="ml-auto" onClick={set}>
          {t('nice_button', { nice: shown })}
        </Button>
      }
    >
      <div className="pd-body">
        <label className="pd-range">
          <output className="num">{shown}</output>
          <input
            type="range"
            min={-20}
            max={19}
            step={1}
            value={nice}
            // biome-ignore lint/a11y/noAutofocus: the only field of a dialog that was asked for.
            autoFocus
            aria-label={t('nice')}
            onChange={(event) => setNice(Number(event.target.value))}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.repeat) {
                event.preventDefault();
                set();
              }
            }}
          />
          <span className="pd-scale mono" aria-hidden="true">
            <i>−20</i>
            <i>0</i>
            <i>19</i>
          </span>
        </label>
        <p className="text-muted text-xs">{t('nice_help')}</p>
      </div>
    </Frame>
  );
}
