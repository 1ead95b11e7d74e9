import { type ProcessFilter, parseProcessFilter } from '@vigie/contract/filter';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../../i18n/index.ts';
import type { AddressChange } from './address.ts';

const everything: ProcessFilter = { matches: () => true, empty: true, words: [], hints: [] };
const writeAfterMs = 250;

export interface FilterInUse {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** The last one that could be read: a filter in the middle of its typing does not empty the table. */
  readonly filter: ProcessFilter;
  readonly filterText: string;
  readonly problem: string | null;
}

/** The filter as it is typed; the address follows a moment later, and a changed address changes it. */
export function useProcessFilter(fromAddress: string, changeAddress: (change: AddressChange) => void): FilterInUse {
  const language = useLanguage();
  const [text, setText] = useState(fromAddress);
  const written = useRef(fromAddress);
  useEffect(() => {
    if (fromAddress !== written.current) {
      written.current = fromAddress;
      setText(fromAddress);
    }
  }, [fromAddress]);
  useEffect(() => {
    if (text === written.current) {
      return;
    }
    const timer = setTimeout(() => {
      written.current = text;
      changeAddress({ q: text });
    }, writeAfterMs);
    return () => clearTimeout(timer);
  }, [text, changeAddress]);

  const parsed = useMemo(() => parseProcessFilter(text), [text]);
  const last = useRef<{ filter: ProcessFilter; text: string }>({ filter: everything, text: '' });
  if (parsed.ok) {
    last.current = { filter: parsed.filter, text };
  }
  const problem = parsed.ok ? (parsed.filter.hints[0]?.message[language] ?? null) : parsed.error.message[language];
  return { text, setText, filter: last.current.filter, filterText: last.current.text, problem };
}
