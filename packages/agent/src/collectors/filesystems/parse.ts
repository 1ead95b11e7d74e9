export interface Mount {
  readonly device: string;
  readonly mountpoint: string;
  readonly fstype: string;
  readonly isReadOnly: boolean;
  /** Its answer depends on another machine or on a program. */
  readonly isRemote: boolean;
}

const pseudoTypes = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl hugetlbfs iso9660 mqueue nsfs ' +
    'overlay proc procfs pstore ramfs rpc_pipefs rootfs securityfs selinuxfs squashfs erofs sysfs tracefs nullfs pidfs'
  ).split(' '),
);
const remoteTypes =
  /^(?:nfs4?|cifs|smb3?|smbfs|9p|afs|ceph|glusterfs|lustre|ocfs2|gfs2|virtiofs|beegfs|orangefs|coda|davfs|fuse(?!blk).*)$/;
const hiddenPlaces = /^\/(?:dev|proc|sys|run\/credentials|run\/user|var\/lib\/docker|var\/lib\/containers|var\/lib\/kubelet|snap)(?:\/|$)/;

/**
 * `/proc/self/mountinfo` (proc_pid_mountinfo(5)): one mount for each file system, the one nearest to the root. The root
 * itself is told even when it is an overlay, since in a container it is all there is.
 */
export function parseMounts(text: string): Mount[] {
  const chosen = new Map<string, { readonly mount: Mount; readonly isWhole: boolean }>();
  for (const line of text.split('\n')) {
    const separator = line.indexOf(' - ');
    if (separator < 0) {
      continue;
    }
    const [, , number = '', root = '', place = '', options = ''] = line.slice(0, separator).split(' ');
    const [fstype = '', device = ''] = line.slice(separator + 3).split(' ');
    const mountpoint = unescapeMount(place);
    const isRoot = mountpoint === '/' && fstype !== 'rootfs';
    if ((pseudoTypes.has(fstype) && !isRoot) || hiddenPlaces.test(mountpoint)) {
      continue;
    }
    const mount = {
      device: unescapeMount(device),
      mountpoint,
      fstype,
      isReadOnly: options.split(',').includes('ro'),
      isRemote: remoteTypes.test(fstype),
    };
    const isWhole = root === '/';
    const known = chosen.get(number);
    const isBetter =
      !known || (isWhole && !known.isWhole) || (isWhole === known.isWhole && mountpoint.length < known.mount.mountpoint.length);
    if (isBetter) {
      chosen.set(number, { mount, isWhole });
    }
  }
  return [...chosen.values()].map(({ mount }) => mount);
}

/** Blanks and the like are written as `\040`; the bytes are UTF-8. */
function unescapeMount(text: string): string {
  if (!text.includes('\\')) {
    return text;
  }
  const bytes: number[] = [];
  const source = Buffer.from(text);
  for (let index = 0; index < source.length; index++) {
    const code = source[index] === 92 ? /^[0-3][0-7]{2}/.exec(source.toString('latin1', index + 1, index + 4))?.[0] : undefined;
    bytes.push(code === undefined ? (source[index] as number) : Number.parseInt(code, 8));
    index += code === undefined ? 0 : 3;
  }
  return Buffer.from(bytes).toString('utf8');
}
