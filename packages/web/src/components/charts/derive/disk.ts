import { byLabel, type FrameReader, type FrameSource, growth, sumOf } from './source.ts';

/** What lies on another device would be counted twice: mapped and raid devices, loops, memory, partitions. */
const layered = /^(?:dm-|md|loop|ram|zram|sr|fd|nbd)\d*|^(?:[hsv]|xv)d[a-z]+\d+$|^(?:nvme\d+n\d+|mmcblk\d+)p\d+$/;

/** The devices whose sum is what the machine does; all of them when every one is layered. */
export function countedDisks(devices: readonly string[]): readonly string[] {
  const physical = devices.filter((device) => !layered.test(device));
  return physical.length > 0 ? physical : devices.filter((device) => !/^(?:loop|ram|zram|sr|fd)\d*$/.test(device));
}

const names = {
  read: 'node_disk_read_bytes_total',
  write: 'node_disk_written_bytes_total',
  reads: 'node_disk_reads_completed_total',
  writes: 'node_disk_writes_completed_total',
  readTime: 'node_disk_read_time_seconds_total',
  writeTime: 'node_disk_write_time_seconds_total',
  busy: 'node_disk_io_time_seconds_total',
} as const;

/**
 * `disk.read`, `disk.write` in bytes/s; `disk.reads`, `disk.writes` per second; `disk.wait` mean milliseconds per
 * operation, null without any; `disk.util` percent of the time the busiest disk had work; per disk with `:<device>`.
 */
export function diskReader(source: FrameSource): FrameReader {
  const columns = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, byLabel(source, name, 'device')])) as Record<
    keyof typeof names,
    ReadonlyMap<string, Float64Array>
  >;
  const disks = countedDisks([...columns.read.keys()]);

  return (index, seconds, row) => {
    if (seconds === null || disks.length === 0) {
      return;
    }
    const grown = (key: keyof typeof names, disk: string) => growth(columns[key].get(disk), index);
    const total = (key: keyof typeof names) => sumOf(disks.map((disk) => grown(key, disk)));
    const perSecond = (value: number | null) => (value === null ? null : value / seconds);

    const [reads, writes, readTime, writeTime] = [total('reads'), total('writes'), total('readTime'), total('writeTime')];
    row['disk.read'] = perSecond(total('read'));
    row['disk.write'] = perSecond(total('write'));
    row['disk.reads'] = perSecond(reads);
    row['disk.writes'] = perSecond(writes);
    const operations = sumOf([reads, writes]);
    const waited = sumOf([readTime, writeTime]);
    row['disk.wait'] = operations && waited !== null ? (waited / operations) * 1000 : null;

    let busiest: number | null = null;
    for (const disk of disks) {
      const busy = grown('busy', disk);
      if (busy !== null) {
        const share = Math.min(100, (busy / seconds) * 100);
        row[`disk.util:${disk}`] = share;
        busiest = Math.max(busiest ?? 0, share);
      }
      row[`disk.read:${disk}`] = perSecond(grown('read', disk));
      row[`disk.write:${disk}`] = perSecond(grown('write', disk));
    }
    row['disk.util'] = busiest;
  };
}
