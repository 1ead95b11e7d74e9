import { type FrameReader, type FrameSource, only, valueAt } from './source.ts';

/**
 * Bytes: `mem.used` is total less available, of which `mem.shared` is shared memory and `mem.private` the rest;
 * `mem.cache` is what the kernel can take back at once; `mem.total`, `mem.available`; `swap.used`, `swap.total`.
 */
export function memoryReader(source: FrameSource): FrameReader {
  const total = only(source, 'node_memory_MemTotal_bytes');
  const available = only(source, 'node_memory_MemAvailable_bytes');
  const free = only(source, 'node_memory_MemFree_bytes');
  const shared = only(source, 'node_memory_Shmem_bytes');
  const swapTotal = only(source, 'node_memory_SwapTotal_bytes');
  const swapFree = only(source, 'node_memory_SwapFree_bytes');

  return (index, _seconds, row) => {
    const all = valueAt(total, index);
    const left = valueAt(available, index);
    row['mem.total'] = all;
    row['mem.available'] = left;
    if (all !== null && left !== null) {
      const used = Math.max(0, all - left);
      const common = Math.min(used, valueAt(shared, index) ?? 0);
      const unused = valueAt(free, index);
      row['mem.used'] = used;
      row['mem.shared'] = common;
      row['mem.private'] = used - common;
      row['mem.cache'] = unused === null ? null : Math.max(0, left - unused);
    }
    const swap = valueAt(swapTotal, index);
    const swapLeft = valueAt(swapFree, index);
    row['swap.total'] = swap;
    row['swap.used'] = swap === null || swapLeft === null ? null : Math.max(0, swap - swapLeft);
  };
}
