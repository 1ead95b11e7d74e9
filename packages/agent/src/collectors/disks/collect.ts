import { type Collector, type CollectorDeps, counter, gauge, type Sample } from '../collector.ts';
import { parseDisks } from './parse.ts';

/** The kernel always counts in sectors of this size, whatever the disk has. */
const sectorBytes = 512;

export function createDisksCollector({ tree }: CollectorDeps): Collector {
  const label = ['device'];
  // Divided, not multiplied by 0.001: a quotient is the nearest number to its decimals, which is stored in a tenth of the bytes.
  const fields = [
    { at: 0, divisor: 1, family: counter('node_disk_reads_completed_total', label, 'Reads') },
    { at: 2, divisor: 1 / sectorBytes, family: counter('node_disk_read_bytes_total', label, 'Bytes read') },
    { at: 3, divisor: 1000, family: counter('node_disk_read_time_seconds_total', label, 'Time of all reads together') },
    { at: 4, divisor: 1, family: counter('node_disk_writes_completed_total', label, 'Writes') },
    { at: 6, divisor: 1 / sectorBytes, family: counter('node_disk_written_bytes_total', label, 'Bytes written') },
    { at: 7, divisor: 1000, family: counter('node_disk_write_time_seconds_total', label, 'Time of all writes together') },
    { at: 8, divisor: 1, family: gauge('node_disk_io_now', label, 'Requests under way') },
    { at: 9, divisor: 1000, family: counter('node_disk_io_time_seconds_total', label, 'Time in which the disk was busy') },
    { at: 10, divisor: 1000, family: counter('node_disk_io_time_weighted_seconds_total', label, 'Busy time, times requests under way') },
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
        for (const { at, divisor, family } of fields) {
          samples.push({ series: family.with(disk.device), value: (disk.fields[at] as number) / divisor });
        }
      }
      return samples;
    },
  };
}
