import type { FrameReader, FrameSource } from './source.ts';
import { valueAt } from './source.ts';

/** One filesystem that can fill up. Shares are percent of what a user may fill, as `df` says it. */
export interface Filesystem {
  readonly mountpoint: string;
  readonly device: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
  readonly usedShare: number;
  /** Null where the filesystem has no fixed number of inodes. */
  readonly inodesTotal: number | null;
  readonly inodesUsedShare: number | null;
  readonly readOnly: boolean;
}

/** Made by the kernel, in memory, or full by nature. */
const unreal = new Set(
  'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fuse.lxcfs fuse.portal fuse.gvfsd-fuse fusectl hugetlbfs iso9660 mqueue nsfs overlay proc procfs pstore ramfs rpc_pipefs securityfs selinuxfs squashfs sysfs tmpfs tracefs erofs'.split(
    ' ',
  ),
);

interface Columns {
  readonly labels: Readonly<Record<string, string>>;
  readonly size: Float64Array;
  readonly free: Float64Array | undefined;
  readonly available: Float64Array | undefined;
  readonly files: Float64Array | undefined;
  readonly filesFree: Float64Array | undefined;
  readonly readOnly: Float64Array | undefined;
}

const metric = (part: string) => `node_filesystem_${part}`;

/** The filesystems that can fill up, each device once at its shortest mountpoint. The root counts whatever it is. */
function realFilesystems(source: FrameSource): readonly Columns[] {
  const partOf = (part: string) =>
    new Map(source.columns(metric(part)).map((column) => [column.series.labels.mountpoint ?? '', column.values]));
  const [free, available, files, filesFree, readOnly] = ['free_bytes', 'avail_bytes', 'files', 'files_free', 'readonly'].map(partOf);
  const byDevice = new Map<string, Columns>();
  for (const { series, values } of source.columns(metric('size_bytes'))) {
    const { mountpoint = '', device = '', fstype = '' } = series.labels;
    if (unreal.has(fstype) && mountpoint !== '/') {
      continue;
    }
    const known = byDevice.get(device);
    if (known && (known.labels.mountpoint ?? '').length <= mountpoint.length) {
      continue;
    }
    byDevice.set(device, {
      labels: series.labels,
      size: values,
      free: free?.get(mountpoint),
      available: available?.get(mountpoint),
      files: files?.get(mountpoint),
      filesFree: filesFree?.get(mountpoint),
      readOnly: readOnly?.get(mountpoint),
    });
  }
  return [...byDevice.values()];
}

function readFilesystem(columns: Columns, index: number): Filesystem | null {
  const sizeBytes = valueAt(columns.size, index);
  const available = valueAt(columns.available, index);
  const free = valueAt(columns.free, index) ?? available;
  const availableBytes = available ?? free;
  if (!sizeBytes || free === null || availableBytes === null) {
    return null;
  }
  const usedBytes = Math.max(0, sizeBytes - free);
  const fillable = usedBytes + availableBytes;
  const inodes = valueAt(columns.files, index);
  const inodesFree = valueAt(columns.filesFree, index);
  return {
    mountpoint: columns.labels.mountpoint ?? '',
    device: columns.labels.device ?? '',
    type: columns.labels.fstype ?? '',
    sizeBytes,
    usedBytes,
    availableBytes,
    usedShare: fillable > 0 ? (usedBytes / fillable) * 100 : 0,
    inodesTotal: inodes || null,
    inodesUsedShare: inodes && inodesFree !== null ? ((inodes - inodesFree) / inodes) * 100 : null,
    readOnly: valueAt(columns.readOnly, index) === 1,
  };
}

/** The worse of space and inodes: what will stop writes first. */
export function worstShare(filesystem: Filesystem): number {
  return Math.max(filesystem.usedShare, filesystem.inodesUsedShare ?? 0);
}

/** The filesystems of one frame, worst first. */
export function filesystemsAt(source: FrameSource, index: number): Filesystem[] {
  return realFilesystems(source)
    .map((columns) => readFilesystem(columns, index))
    .filter((filesystem) => filesystem !== null)
    .sort((a, b) => worstShare(b) - worstShare(a) || (a.mountpoint < b.mountpoint ? -1 : 1));
}

/** Mounted, but silent in this frame: a server of files that is gone, for example. Its figures are not known. */
export function silentFilesystems(source: FrameSource, index: number): { readonly mountpoint: string; readonly device: string }[] {
  return source
    .columns(metric('device_error'))
    .filter(({ values }) => values[index] === 1)
    .map(({ series }) => ({ mountpoint: series.labels.mountpoint ?? '', device: series.labels.device ?? '' }));
}

/** `fs.share:<mountpoint>` in percent, `fs.free:<mountpoint>` in bytes. */
export function filesystemReader(source: FrameSource): FrameReader {
  const filesystems = realFilesystems(source);
  return (index, _seconds, row) => {
    for (const columns of filesystems) {
      const filesystem = readFilesystem(columns, index);
      const mountpoint = columns.labels.mountpoint ?? '';
      row[`fs.share:${mountpoint}`] = filesystem?.usedShare ?? null;
      row[`fs.free:${mountpoint}`] = filesystem?.availableBytes ?? null;
    }
  };
}

const leastHistoryMs = 10 * 60_000;
const mostSecondsAhead = 366 * 86_400;

/**
 * Seconds until nothing is left at the pace of the kept history: null when it is not filling, when ten minutes of
 * history do not exist yet, when the loss is noise (under a thousandth of the space left), or beyond a year.
 */
export function secondsToFull(times: ArrayLike<number>, free: ArrayLike<number>): number | null {
  let first = 0;
  while (first < free.length && Number.isNaN(free[first] ?? Number.NaN)) {
    first += 1;
  }
  const last = free.length - 1;
  const spanMs = (times[last] ?? 0) - (times[first] ?? 0);
  const left = free[last] ?? Number.NaN;
  const lost = (free[first] ?? Number.NaN) - left;
  if (!(spanMs >= leastHistoryMs) || !(lost > left / 1000)) {
    return null;
  }
  const seconds = left / (lost / (spanMs / 1000));
  return seconds <= mostSecondsAhead ? seconds : null;
}
