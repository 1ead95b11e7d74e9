import type { Process } from '@vigie/contract';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { TableLine } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { commandText } from '../command.ts';
import { processMessages } from '../messages.ts';

interface FindFieldProps {
  readonly lines: readonly TableLine<Process>[];
  readonly onFound: (id: string) => void;
  readonly onClose: () => void;
}

/** The line after `from` that holds the text, going round. */
function findLine(lines: readonly TableLine<Process>[], text: string, from: number, step: 1 | -1): number {
  const wanted = text.toLowerCase();
  for (let passed = 1; passed <= lines.length; passed += 1) {
    const index = (((from + passed * step) % lines.length) + lines.length) % lines.length;
    const row = lines[index]?.row;
    if (row && `${row.pid} ${row.name} ${commandText(row)}`.toLowerCase().includes(wanted)) {
      return index;
    }
  }
  return -1;
}

/** htop's F3: goes to the next line with the text and leaves the others where they are. */
export function FindField({ lines, onFound, onClose }: FindFieldProps) {
  const t = useMessages(processMessages);
  const input = useRef<HTMLInputElement>(null);
  const at = useRef<string | null>(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const go = (text: string, step: 1 | -1, stay: boolean) => {
    if (text === '') {
      setMissing(false);
      return;
    }
    const now = lines.findIndex((line) => line.id === at.current);
    const found = lines[findLine(lines, text, stay ? now - 1 : now, step)];
    setMissing(found === undefined);
    if (found) {
      at.current = found.id;
      onFound(found.id);
    }
  };
  return (
    <div className={missing ? 'field pf-field wrong' : 'field pf-field'}>
      <Search className="i i-s" aria-hidden />
      <input
        ref={input}
        aria-label={t('find')}
        placeholder={t('find_hint')}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => go(event.target.value, 1, true)}
        onBlur={onClose}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onClose();
          } else if (event.key === 'Enter' || event.key === 'F3') {
            event.preventDefault();
            go(event.currentTarget.value, event.shiftKey ? -1 : 1, false);
          }
        }}
      />
      {missing ? (
        <span className="pf-problem" role="status">
          {t('find_none')}
        </span>
      ) : null}
      <kbd>Esc</kbd>
    </div>
  );
}
