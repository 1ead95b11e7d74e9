import { useCallback, useMemo } from 'react';
import { savePreferences } from '../../components/shell/index.ts';
import { type ColumnChoice, formatColumnChoice, parseColumnChoice } from '../../components/table/index.ts';
import { usePreferences } from '../../preferences/index.ts';
import type { AddressChange } from './address.ts';
import { defaultProcessColumns, type ProcessColumn } from './columns.tsx';

const defaults: ColumnChoice = { ids: defaultProcessColumns, widths: {} };

/** The columns: of the address when it names some, else those the person keeps, else the usual ones. A choice goes to both. */
export function useColumnChoice(
  columns: readonly ProcessColumn[],
  fromAddress: readonly string[] | null,
  changeAddress: (change: AddressChange) => void,
): readonly [ColumnChoice, (choice: ColumnChoice | null) => void] {
  const { processColumns } = usePreferences();
  const addressKey = fromAddress?.join(',') ?? '';
  const known = useMemo(() => new Set(columns.map((column) => column.id)), [columns]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: addressKey stands for fromAddress, which is a new array with each address.
  const choice = useMemo(
    () => parseColumnChoice(fromAddress, known) ?? parseColumnChoice(processColumns, known) ?? defaults,
    [addressKey, processColumns, known],
  );
  const change = useCallback(
    (next: ColumnChoice | null) => {
      const kept =
        next === null ? null : formatColumnChoice(next.ids.includes('command') ? next : { ...next, ids: [...next.ids, 'command'] });
      changeAddress({ columns: kept?.join(',') ?? null });
      savePreferences({ processColumns: kept });
    },
    [changeAddress],
  );
  return [choice, change];
}
