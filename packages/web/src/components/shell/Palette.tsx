import { Terminal } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useCan } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { useProcesses } from '../../live/index.ts';
import { Dialog, DialogContent, DialogTitle } from '../ui/index.ts';
import { useHostRef } from './hosts.ts';
import { shellMessages } from './messages.ts';
import { type PaletteItem, usePaletteItems } from './palette-items.ts';

interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onKeys: () => void;
}

/** One input that goes, finds and does. */
export function Palette({ open, onOpenChange, onKeys }: PaletteProps) {
  const t = useMessages(shellMessages);
  const chosen = useRef<PaletteItem | null>(null);
  // It runs when the focus would go back, so that a command may put the focus where it wants it.
  const handleClosed = (event: Event) => {
    const item = chosen.current;
    chosen.current = null;
    if (item) {
      event.preventDefault();
      item.run();
    }
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent place="top" compact onCloseAutoFocus={handleClosed} className="w-[min(560px,calc(100vw-16px))]">
        <DialogTitle className="sr-only">{t('paletteTitle')}</DialogTitle>
        <Search
          onKeys={onKeys}
          onChoose={(item) => {
            chosen.current = item;
            onOpenChange(false);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function Search({ onChoose, onKeys }: { readonly onChoose: (item: PaletteItem) => void; readonly onKeys: () => void }) {
  const t = useMessages(shellMessages);
  const id = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const canSee = useCan('process.read');
  useProcesses(useHostRef(), { intervalMs: 2000, enabled: canSee });
  const items = usePaletteItems(query, onKeys);
  const at = Math.min(chosen, items.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is scrolled when another row is chosen.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, query]);

  const handleKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = event.ctrlKey ? { n: 1, p: -1 }[event.key] : steps[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      const next = Math.abs(step) === 1 ? (at + step + items.length) % items.length : Math.min(items.length - 1, Math.max(0, at + step));
      setChosen(next);
      return;
    }
    const item = items[at];
    if (event.key === 'Enter' && item) {
      event.preventDefault();
      onChoose(item);
    }
  };

  return (
    <>
      <div className="flex h-11 flex-none items-center gap-2.5 border-line-strong border-b px-3.5">
        <Terminal className="i text-accent-text" aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog is opened to type into it.
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={items[at] ? `${id}-${at}` : undefined}
          aria-label={t('paletteHint')}
          placeholder={t('paletteHint')}
          autoComplete="off"
          spellCheck={false}
          className="min-w-0 flex-1 bg-transparent text-md text-strong shadow-none! outline-none"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={handleKey}
        />
        <kbd>Esc</kbd>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('paletteTitle')}
        className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5"
      >
        {items.map((item, index) => (
          <Fragment key={item.id}>
            {item.group === items[index - 1]?.group ? null : (
              <p className="px-2 pt-1.5 pb-0.5 text-2xs text-muted" aria-hidden>
                {t(`group_${item.group}`)}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as in every combobox. */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onClick={() => onChoose(item)}
              onPointerMove={() => setChosen(index)}
              className={cn(
                'flex min-h-7 cursor-default items-center gap-2.5 rounded-2 px-2 py-1',
                index === at && 'bg-selected text-strong',
              )}
            >
              {item.icon ? <item.icon className="i text-secondary" aria-hidden /> : null}
              <span className="clip">
                <Marked text={item.label} marks={item.marks} />
              </span>
              {item.hint ? <span className="ml-auto flex-none pl-4 text-muted text-xs">{item.hint}</span> : null}
              {index === at ? <kbd className={cn(!item.hint && 'ml-auto')}>Enter</kbd> : null}
            </div>
          </Fragment>
        ))}
        {items.length === 0 ? <p className="px-2 py-3 text-secondary text-sm">{t('paletteEmpty', { query })}</p> : null}
      </div>
      <p className="sr-only" role="status">
        {t('paletteCount', { count: items.length })}
      </p>
    </>
  );
}

function Marked({ text, marks }: { readonly text: string; readonly marks: PaletteItem['marks'] }) {
  const parts: { readonly text: string; readonly hit: boolean }[] = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (start >= from) {
      parts.push({ text: text.slice(from, start), hit: false }, { text: text.slice(start, end), hit: true });
      from = end;
    }
  }
  parts.push({ text: text.slice(from), hit: false });
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in order.
        <span key={index} className={part.hit ? 'text-accent-text' : undefined}>
          {part.text}
        </span>
      ))}
    </>
  );
}
