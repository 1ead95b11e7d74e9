import type { TimeColumns } from '../columns.ts';
import { isGapBefore } from '../gaps.ts';
import { cpuReader } from './cpu.ts';
import { diskReader } from './disk.ts';
import { filesystemReader } from './filesystems.ts';
import { memoryReader } from './memory.ts';
import { networkReader } from './network.ts';
import type { FrameSource, Row } from './source.ts';
import { systemReader, temperatureReader } from './system.ts';

const makers = [cpuReader, memoryReader, systemReader, diskReader, networkReader, filesystemReader, temperatureReader] as const;

/** Adds to `into` the rates and shares of every frame of `source` newer than its newest row. Costs only the new frames. */
export function deriveInto(into: TimeColumns, source: FrameSource): void {
  const { times } = source;
  let index = times.length;
  const newest = into.lastTimeMs ?? Number.NEGATIVE_INFINITY;
  while (index > 0 && (times[index - 1] ?? 0) > newest) {
    index -= 1;
  }
  if (index === times.length) {
    return;
  }
  const readers = makers.map((make) => make(source));
  for (; index < times.length; index += 1) {
    const atMs = times[index] ?? 0;
    const seconds = index === 0 || isGapBefore(times, index) ? null : (atMs - (times[index - 1] ?? 0)) / 1000;
    const row: Row = {};
    for (const read of readers) {
      read(index, seconds, row);
    }
    into.push(atMs, row);
  }
}
