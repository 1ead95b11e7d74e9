import { Download, Funnel, X } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { operationUrl } from '../../../api/index.ts';
import { Button, IconButton } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';

interface HeadProps {
  readonly host: string;
  readonly query: string;
  readonly onQuery: (query: string | null) => void;
  readonly filterRef: RefObject<HTMLInputElement | null>;
}

const typingMs = 250;

/** Filter and export. The server filters, so it is asked when the person pauses. */
export function Head({ host, query, onQuery, filterRef }: HeadProps) {
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
  const handleClear = () => {
    setDraft('');
    onQuery(null);
  };
  const url = operationUrl('event.list', { host, limit: 1000, format: 'csv', ...(query === '' ? {} : { q: query }) });
  return (
    <header className="flex flex-none items-center gap-2 border-line border-b px-4 py-2">
      <label className="field min-w-0 flex-1">
        <Funnel className="i-s flex-none text-secondary" aria-hidden />
        <input
          ref={filterRef}
          className="mono text-xs"
          aria-label={t('filter')}
          placeholder={t('filter')}
          spellCheck={false}
          autoComplete="off"
          maxLength={500}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              handleClear();
              event.currentTarget.blur();
            }
          }}
        />
        {draft === '' ? (
          <kbd className="max-sm:hidden">/</kbd>
        ) : (
          <IconButton label={t('clear')} className="size-5" onClick={handleClear}>
            <X className="i-s" aria-hidden />
          </IconButton>
        )}
      </label>
      <Button asChild>
        <a href={url} download="vigie-events.csv">
          <Download className="i" aria-hidden />
          <span className="max-sm:sr-only">{t('export')}</span>
        </a>
      </Button>
    </header>
  );
}
