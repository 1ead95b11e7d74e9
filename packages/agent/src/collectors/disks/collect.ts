import { type Collector, type CollectorDeps, counter, gauge, type Sample } from '../collector.ts';
import { parseDisks } from './parse.ts';

/** The kernel always counts in sectors of this size, whatever the disk has. */
const sectorBytes = 512;

export function createDisksCollector({ tree }: CollectorDeps): Collector {
  const label = ['device'];
  const fields = [
    { at: 0, factor: 1, family: counter('node_disk_reads_completed_total', label, 'Reads') },
    { at: 2, factor: sectorBytes, family: counter('node_disk_read_bytes_total', label, 'Bytes read') },
    { at: 3, factor: 1e-3, family: counter('node_disk_read_time_seconds_total', label, 'Time of all reads together') },
    { at: 4, factor: 1, family: counter('node_disk_writes_completed_total', label, 'Writes') },
    { at: 6, factor: sectorBytes, family: counter('node_disk_written_bytes_total', label, 'Bytes written') },
    { at: 7, factor: 1e-3, family: counter('node_disk_write_time_seconds_total', label, 'Time of all writes together') },
    { at: 8, factor: 1, family: gauge('node_disk_io_now', label, 'Requests under way') },
    { at: 9, factor: 1e-3, family: counter('node_disk_io_time_seconds_total', label, 'Time in which the disk was busy') },
    { at: 10, factor: 1e-3, family: counter('node_disk_io_time_weighted_seconds_total', label, 'Busy time, times requests under way') },
  ];
  return {
    name: 'disks',
    series: fields.map(({ family }) => family),
    collect() {
      const text = tree.text('/proc/diskstats');
      if (text === null) {
        return null;
      }
      const samples: Sample[] = [];
      for (const disk of parseDisks(text)) {
        for (const { at, factor, family } of fields) {
          samples.push({ series: family.with(disk.device), value: (disk.fields[at] as number) * factor });
        }
      }
      return samples;
    },
  };
}
