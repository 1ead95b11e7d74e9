import { type FilesystemSpace, KernelError, readFilesystemSpace } from '../../kernel/index.ts';
import { type Collector, type CollectorDeps, gauge, type Sample } from '../collector.ts';
import { type Mount, parseMounts } from './parse.ts';
import { RemoteSpace } from './remote.ts';

export interface FilesystemsDeps extends CollectorDeps {
  /** Space of a file system that answers at once; replaced in tests on captured trees. */
  readonly localSpace?: (mountpoint: string) => FilesystemSpace;
}

export function createFilesystemsCollector({ tree, localSpace = readFilesystemSpace }: FilesystemsDeps): Collector {
  const labels = ['device', 'mountpoint', 'fstype'];
  const size = gauge('node_filesystem_size_bytes', labels, 'Size');
  const free = gauge('node_filesystem_free_bytes', labels, 'Free, with what is kept for root');
  const available = gauge('node_filesystem_avail_bytes', labels, 'Free for everybody');
  const files = gauge('node_filesystem_files', labels, 'Inodes; absent where the file system has no fixed number');
  const filesFree = gauge('node_filesystem_files_free', labels, 'Free inodes');
  const readOnly = gauge('node_filesystem_readonly', labels, '1 when mounted read-only');
  const failed = gauge('node_filesystem_device_error', labels, '1 when it does not answer');
  const remote = new RemoteSpace();

  const space = (mount: Mount, nowMs: number): FilesystemSpace | null => {
    if (mount.isRemote) {
      return remote.read(mount.mountpoint, nowMs);
    }
    try {
      return localSpace(mount.mountpoint);
    } catch (error) {
      if (error instanceof KernelError) {
        return null;
      }
      throw error;
    }
  };

  return {
    name: 'filesystems',
    series: [size, free, available, files, filesFree, readOnly, failed],
    collect(nowMs) {
      const text = tree.text('/proc/self/mountinfo');
      if (text === null) {
        return null;
      }
      const samples: Sample[] = [];
      for (const mount of parseMounts(text)) {
        const values = [mount.device, mount.mountpoint, mount.fstype] as const;
        const found = space(mount, nowMs);
        samples.push({ series: failed.with(...values), value: found === null ? 1 : 0 });
        samples.push({ series: readOnly.with(...values), value: mount.isReadOnly ? 1 : 0 });
        if (found === null || found.sizeBytes === 0) {
          continue;
        }
        samples.push(
          { series: size.with(...values), value: found.sizeBytes },
          { series: free.with(...values), value: found.freeBytes },
          { series: available.with(...values), value: found.availableBytes },
        );
        if (found.inodes > 0) {
          samples.push(
            { series: files.with(...values), value: found.inodes },
            { series: filesFree.with(...values), value: found.freeInodes },
          );
        }
      }
      return samples;
    },
  };
}
