import type { ProcessDetailRow } from '@vigie/contract/agent';

type MemoryMap = NonNullable<ProcessDetailRow['maps']>[number];
export type MemoryTotals = NonNullable<ProcessDetailRow['memory']>;

export interface ParsedMaps {
  readonly maps: MemoryMap[];
  readonly total: number;
  readonly totals: MemoryTotals;
}

const header = /^([0-9a-f]+-[0-9a-f]+) (\S{4}) \S+ \S+ \d+\s*(.*)$/;
const kilobyte = 1024;

/** `/proc/<pid>/smaps`: the first `limit` maps, and the sums of all. */
export function parseMaps(text: string, limit: number): ParsedMaps {
  const maps: MemoryMap[] = [];
  let total = 0;
  const sums: Record<string, number> = {};
  let head: RegExpExecArray | null = null;
  let values: Record<string, number> = {};
  const finish = (): void => {
    if (head === null) {
      return;
    }
    total++;
    for (const [name, value] of Object.entries(values)) {
      sums[name] = (sums[name] ?? 0) + value;
    }
    if (maps.length < limit) {
      maps.push({
        range: head[1] as string,
        permissions: head[2] as string,
        path: head[3] === '' ? null : (head[3] as string),
        sizeBytes: values.Size ?? 0,
        rssBytes: values.Rss ?? 0,
        pssBytes: values.Pss ?? 0,
        privateBytes: (values.Private_Clean ?? 0) + (values.Private_Dirty ?? 0),
        swapBytes: values.Swap ?? 0,
      });
    }
  };
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const word = line.charCodeAt(0);
    // Names of values begin with a capital letter, addresses never do.
    if (word >= 65 && word <= 90 && colon > 0) {
      if (wanted.has(line.slice(0, colon))) {
        values[line.slice(0, colon)] = Number.parseInt(line.slice(colon + 1), 10) * kilobyte;
      }
      continue;
    }
    const found = header.exec(line);
    if (found) {
      finish();
      head = found;
      values = {};
    }
  }
  finish();
  return { maps, total, totals: totalsOf(sums) };
}

const wanted = new Set([
  'Size',
  'Rss',
  'Pss',
  'Shared_Clean',
  'Shared_Dirty',
  'Private_Clean',
  'Private_Dirty',
  'Private_Hugetlb',
  'Anonymous',
  'Swap',
]);

/** `/proc/<pid>/smaps_rollup` has the sums already (Linux 4.14). */
export function parseRollup(text: string): MemoryTotals | null {
  const sums: Record<string, number> = {};
  for (const match of text.matchAll(/^(\w+):\s+(\d+) kB$/gm)) {
    sums[match[1] as string] = Number(match[2]) * kilobyte;
  }
  return sums.Rss === undefined ? null : totalsOf(sums);
}

function totalsOf(sums: Readonly<Record<string, number>>): MemoryTotals {
  const value = (name: string): number => sums[name] ?? 0;
  return {
    rssBytes: value('Rss'),
    pssBytes: value('Pss'),
    uniqueBytes: value('Private_Clean') + value('Private_Dirty') + value('Private_Hugetlb'),
    sharedBytes: value('Shared_Clean') + value('Shared_Dirty'),
    swapBytes: value('Swap'),
    anonymousBytes: value('Anonymous'),
    fileBytes: Math.max(0, value('Rss') - value('Anonymous')),
  };
}
