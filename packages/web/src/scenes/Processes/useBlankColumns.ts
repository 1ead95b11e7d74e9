import type { Process } from '@vigie/contract';
import { useMemo } from 'react';

const holds: Readonly<Record<string, (row: Process) => boolean>> = {
  ports: (row) => row.ports.length > 0,
  unit: (row) => row.unit !== null,
  container: (row) => row.container !== null,
};

/** Columns in which no process of the host has anything; the same set until that changes. */
export function useBlankColumns(rows: readonly Process[]): ReadonlySet<string> {
  const key = Object.keys(holds)
    .filter((id) => !rows.some((row) => holds[id]?.(row)))
    .join(' ');
  return useMemo(() => new Set(key.split(' ')), [key]);
}
