import type { RefObject } from 'react';
import { useKeys } from '../../hooks/keys/index.ts';
import type { Say } from './columns.tsx';
import { type ProcessCommand, processKeys } from './keys.ts';

/** htop's keys, listed by `?`, alive while the focus is in the table and what stands around it. */
export function useProcessKeys(table: RefObject<HTMLElement | null>, run: (command: ProcessCommand) => void | false, t: Say): void {
  const of = (group: 'move' | 'see' | 'act') =>
    processKeys
      .filter((item) => item.group === group)
      .map((item) => ({ key: item.key, label: t(item.label), run: () => run(item.command) }));
  // These are the table's own; they are here to be read.
  const listed = (key: string, label: string) => ({ key, label, run: () => false as const });
  useKeys(t('keys_act'), of('act'), { within: table });
  useKeys(t('keys_title'), of('see'), { within: table });
  useKeys(
    t('keys_move'),
    [
      listed('ArrowUp|ArrowDown', t('key_row')),
      listed('ArrowLeft|ArrowRight', t('key_branch')),
      listed('Enter', t('key_open')),
      ...of('move'),
      listed('Shift+ArrowDown', t('key_range')),
      listed('Ctrl+a', t('key_all')),
      listed('Shift+F10', t('key_menu')),
      listed('0…9', t('key_pid')),
    ],
    { within: table },
  );
}
