import { Filter, X } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react';
import { Tooltip } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { filterPieces, suggestFields, type TextPiece } from '../filter-text.ts';
import { processMessages } from '../messages.ts';
import type { FilterInUse } from '../useProcessFilter.ts';

interface FilterFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly filter: FilterInUse;
  readonly matched: number;
  readonly total: number;
  /** The order of the rows waits for the hand. */
  readonly held: boolean;
  /** Enter and arrow down go to the table. */
  readonly onLeave: () => void;
  readonly phone: boolean;
}

/** A plain input; behind it the same text is drawn as tokens, so that caret, selection and undo are those of the browser. */
export function FilterField({ ref, filter, matched, total, held, onLeave, phone }: FilterFieldProps) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [at, setAt] = useState(-1);
  const mirror = useRef<HTMLDivElement>(null);
  const listId = useId();
  const { text, setText, problem } = filter;
  const { from, fields } = suggestFields(text, caret);
  const offered = focused && text.slice(from, caret) !== '' ? fields.slice(0, 7) : [];

  const take = (name: string) => {
    const next = `${text.slice(0, from)}${name}${text.slice(caret)}`;
    setText(next);
    setCaret(from + name.length);
    setAt(-1);
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (text === '') {
        onLeave();
      }
      setText('');
    } else if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setAt(Math.max(-1, Math.min(offered.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && offered[at]) {
      event.preventDefault();
      take(operatorOf(offered[at].name, offered[at].kind));
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <div className={problem ? 'field pf-field wrong' : 'field pf-field'}>
      <Filter className="i i-s" aria-hidden />
      <div className="pf-input">
        <div className="pf-mirror" ref={mirror} aria-hidden="true">
          <Tokens pieces={filterPieces(text)} />
        </div>
        <input
          ref={ref}
          value={text}
          aria-label={t('filter')}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${listId}-problem` : undefined}
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={listId}
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          placeholder={t(phone ? 'filter_hint_phone' : 'filter_hint')}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          autoComplete="off"
          maxLength={500}
          onChange={(event) => {
            setText(event.target.value);
            setCaret(event.target.selectionStart ?? event.target.value.length);
            setAt(-1);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onScroll={(event) => {
            if (mirror.current) {
              mirror.current.scrollLeft = event.currentTarget.scrollLeft;
            }
          }}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={handleKey}
        />
        {offered.length > 0 ? (
          <div className="float pf-offers" id={listId} role="listbox" aria-label={t('filter_fields')}>
            {offered.map((field, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input.
              <div
                key={field.name}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(operatorOf(field.name, field.kind))}
              >
                <b className="mono">{field.name}</b>
                <span>{field.describe[format.language]}</span>
                <code>{field.example}</code>
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {problem ? (
        <Tooltip label={problem}>
          <span id={`${listId}-problem`} className="pf-problem clip" role="status">
            {problem}
          </span>
        </Tooltip>
      ) : null}
      {held && !phone ? (
        <Tooltip label={t('held_hint')}>
          <span className="chip acc pf-held">{t('held')}</span>
        </Tooltip>
      ) : null}
      <span className="mono pf-count" aria-live="off">
        {phone || (matched === total && text === '') ? format.number(matched) : t('filter_of', { shown: matched, total })}
      </span>
      {text === '' ? null : phone ? (
        <button type="button" aria-label={t('empty_filter')} onClick={() => setText('')}>
          <X className="i i-s" aria-hidden />
        </button>
      ) : (
        <button type="button" tabIndex={-1} aria-label={t('empty_filter')} onClick={() => setText('')}>
          <kbd>Esc</kbd>
        </button>
      )}
    </div>
  );
}

function operatorOf(name: string, kind: string): string {
  return `${name}${kind === 'text' || kind === 'port' || name === 'pid' || name === 'ppid' ? ':' : kind === 'duration' ? '<' : '>'}`;
}

function Tokens({ pieces }: { readonly pieces: readonly TextPiece[] }) {
  const groups: { token: number; pieces: TextPiece[] }[] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last && last.token === piece.token && piece.token >= 0) {
      last.pieces.push(piece);
    } else {
      groups.push({ token: piece.token, pieces: [piece] });
    }
  }
  return groups.map((group, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces are their place in the text.
    <span key={index} className={group.pieces.some((piece) => piece.kind === 'field') ? 'pf-tok' : undefined}>
      {group.pieces.map((piece, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same.
        <span key={place} className={`pk-${piece.kind}`}>
          {piece.text}
        </span>
      ))}
    </span>
  ));
}
