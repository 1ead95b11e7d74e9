export interface DiskCounters {
  readonly device: string;
  /** The numbers of Documentation/admin-guide/iostats.rst, from field 1; 11 of them on the oldest kernels. */
  readonly fields: readonly number[];
}

/** Memory, loops, floppies, and partitions of disks that are listed themselves (as node_exporter leaves out). */
const leftOut = /^(?:z?ram|loop|fd|(?:h|s|v|xv)d[a-z]+|nvme\d+n\d+p|mmcblk\d+p|mmcblk\d+boot)\d+$/;

export function parseDisks(text: string): DiskCounters[] {
  const disks: DiskCounters[] = [];
  for (const line of text.split('\n')) {
    const [, , device, ...fields] = line.trim().split(/\s+/);
    if (device !== undefined && fields.length >= 11 && !leftOut.test(device)) {
      disks.push({ device, fields: fields.map(Number) });
    }
  }
  return disks;
}
