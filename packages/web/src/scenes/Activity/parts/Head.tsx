import { Download, Funnel, X } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { operationUrl } from '../../../api/index.ts';
import {
  Button,
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
  IconButton,
} from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';

interface HeadProps {
  readonly query: string;
  readonly onQuery: (query: string | null) => void;
  /** Null until the first answer. */
  readonly count: number | null;
  readonly more: boolean;
  readonly filterRef: RefObject<HTMLInputElement | null>;
}

const typingMs = 250;
const exportLimit = 1000;

/** Title, filter and export. The server filters, so it is asked when the person pauses. */
export function Head({ query, onQuery, count, more, filterRef }: HeadProps) {
  const t = useMessages(messages);
  const [draft, setDraft] = useState(query);
  useEffect(() => setDraft(query), [query]);
  useEffect(() => {
    if (draft === query) {
      return;
    }
    const timer = setTimeout(() => onQuery(draft), typingMs);
    return () => clearTimeout(timer);
  }, [draft, query, onQuery]);
  const clear = () => {
    setDraft('');
    onQuery(null);
  };
  const input = { limit: exportLimit, ...(query === '' ? {} : { q: query }) };
  return (
    <header className="flex flex-none flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2.5">
      <h1 className="font-semibold text-strong text-xl tracking-[-.01em] max-sm:sr-only">{t('title')}</h1>
      <span className="text-muted text-xs max-md:hidden">{t('sub')}</span>
      <div className="ml-auto flex min-w-0 items-center gap-2 max-sm:ml-0 max-sm:w-full">
        <label className="field w-80 min-w-0 max-sm:flex-1">
          <Funnel className="i-s flex-none text-secondary" aria-hidden />
          <input
            ref={filterRef}
            aria-label={t('filter')}
            placeholder={t('filter')}
            spellCheck={false}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                event.preventDefault();
                clear();
                event.currentTarget.blur();
              }
            }}
          />
          {draft === '' ? (
            <kbd className="max-sm:hidden">/</kbd>
          ) : (
            <IconButton label={t('clear')} className="size-5" onClick={clear}>
              <X className="i-s" aria-hidden />
            </IconButton>
          )}
        </label>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button>
              <Download className="i" aria-hidden />
              <span className="max-sm:sr-only">{t('exportAs')}</span>
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuItem asChild>
              <a href={operationUrl('audit.list', { ...input, format: 'csv' })} download="vigie-activity.csv">
                {t('exportCsv')}
              </a>
            </DropdownMenuItem>
            <DropdownMenuItem asChild>
              <a href={operationUrl('audit.list', { ...input, format: 'json' })} download="vigie-activity.json">
                {t('exportJson')}
              </a>
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <p className="sr-only" role="status">
        {count === null ? null : `${t('shown', { count })}, ${more ? t('more') : t('all')}`}
      </p>
    </header>
  );
}
