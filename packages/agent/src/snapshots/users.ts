import type { HostTree } from '../kernel/index.ts';

/** Names of users and groups. Read again when their file changes; a user nobody names is shown by number. */
export interface Users {
  user(uid: number): string;
  group(gid: number): string;
  /** To be called once a round: looks whether the files changed. True when names may have changed. */
  refresh(): boolean;
}

/** `name:password:id:…` of passwd(5) and group(5); the first line of an id wins, as in the C library. */
function parseNames(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':');
    const number = Number(id);
    if (name && id && Number.isInteger(number) && !names.has(number)) {
      names.set(number, name);
    }
  }
  return names;
}

function watchNames(tree: HostTree, path: string) {
  let names = new Map<number, string>();
  let stamp = '';
  return {
    get names() {
      return names;
    },
    refresh(): boolean {
      const status = tree.status(path);
      const next = status ? `${status.inode} ${status.modifiedAtMs} ${status.sizeBytes}` : '';
      if (next === stamp) {
        return false;
      }
      stamp = next;
      names = parseNames(tree.text(path) ?? '');
      return true;
    },
  };
}

export function createUsers(tree: HostTree): Users {
  const users = watchNames(tree, '/etc/passwd');
  const groups = watchNames(tree, '/etc/group');
  /** Users that systemd made for one unit (DynamicUser=) stand in no file, but in a link of their number. */
  const dynamic = new Map<number, string>();
  const refresh = (): boolean => {
    const changed = users.refresh();
    return groups.refresh() || changed;
  };
  refresh();
  return {
    refresh,
    user: (uid) => {
      const known = users.names.get(uid) ?? dynamic.get(uid);
      if (known !== undefined) {
        return known;
      }
      const name = tree.link(`/run/systemd/dynamic-uid/direct:${uid}`) ?? String(uid);
      if (dynamic.size > 10_000) {
        dynamic.clear();
      }
      dynamic.set(uid, name);
      return name;
    },
    group: (gid) => groups.names.get(gid) ?? String(gid),
  };
}
