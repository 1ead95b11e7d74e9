import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { EventFields, InventoryKind } from '@vigie/contract/agent';
import { parseMounts } from '../collectors/filesystems/parse.ts';
import type { HostTree } from '../kernel/index.ts';
import { parseLoginRecords } from '../sources/logins/parse.ts';
import type { UnitWatch } from '../systemd/index.ts';
import { parseApk, parseDpkg } from './packages.ts';
import { parameterNames } from './parameter-names.ts';
import { parseIpv4Routes, parseIpv6Routes } from './routes.ts';

export interface InventoryDeps {
  readonly tree: HostTree;
  readonly units: UnitWatch;
}

/** What is of one kind. */
export interface InventoryPart {
  readonly kind: InventoryKind;
  /** Not looked at more often than this. */
  readonly everyMs: number;
  /** Null when this host cannot tell. What is `unchanged` is as it was when it was last read; never so when asked `anew`. */
  read(anew: boolean): readonly InventoryRow[] | 'unchanged' | null;
}

/** Key and fields. */
export type InventoryRow = readonly [string, EventFields];

const often = 10_000;
const seldom = 60_000;

export function createParts({ tree, units }: InventoryDeps): readonly InventoryPart[] {
  const part = (kind: InventoryKind, everyMs: number, read: () => readonly InventoryRow[] | null): InventoryPart => ({
    kind,
    everyMs,
    read,
  });
  return [
    part('login', often, () => readLogins(tree)),
    part('unit', often, () => {
      const known = units.units;
      return (
        known && [...known.values()].map(({ name, description, load, active, sub }) => [name, { active, sub, load, description }] as const)
      );
    }),
    part('mount', often, () => {
      const text = tree.text('/proc/self/mountinfo');
      return text === null
        ? null
        : parseMounts(text).map(
            ({ mountpoint, device, fstype, isReadOnly }) => [mountpoint, { source: device, type: fstype, readOnly: isReadOnly }] as const,
          );
    }),
    part('address', often, readAddresses),
    part('route', often, () => {
      const [ipv4, ipv6] = [tree.text('/proc/net/route'), tree.text('/proc/net/ipv6_route')];
      return ipv4 === null && ipv6 === null ? null : [...parseIpv4Routes(ipv4 ?? ''), ...parseIpv6Routes(ipv6 ?? '')];
    }),
    part('parameter', seldom, () =>
      parameterNames.flatMap((name) => {
        const value = tree.text(`/proc/sys/${name.replaceAll('.', '/')}`);
        return value === null ? [] : [[name, { value: value.trim().replace(/\s+/g, ' ') }] as const];
      }),
    ),
    createPackages(tree),
  ];
}

/** Null where netlink is closed to us. */
function readAddresses(): readonly InventoryRow[] | null {
  try {
    return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
      (addresses ?? []).map(
        ({ cidr, address, mac, internal }) => [`${name} ${cidr ?? address}`, { interface: name, mac, loopback: internal }] as const,
      ),
    );
  } catch {
    return null;
  }
}

/** Sessions from utmp(5); where it is not kept any more, from what systemd-logind writes down. */
function readLogins(tree: HostTree): readonly InventoryRow[] | null {
  for (const path of ['/run/utmp', '/var/run/utmp']) {
    try {
      const records = parseLoginRecords(readFileSync(`${tree.root}${path}`));
      return records
        .filter(({ type, pid }) => type === 'login' && tree.status(`/proc/${pid}`) !== null)
        .map(({ terminal, user, address, pid, timeMs }) => [terminal, { user, address, pid, sinceMs: timeMs }] as const);
    } catch {
      // The next place, or none.
    }
  }
  if (tree.status('/run/systemd/sessions') === null) {
    return null;
  }
  return tree.list('/run/systemd/sessions').flatMap((name) => {
    const text = /^\w+$/.test(name) ? tree.text(`/run/systemd/sessions/${name}`) : null;
    const fields = new Map((text ?? '').split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const user = fields.get('USER');
    return user === undefined || fields.get('CLASS') === 'manager'
      ? []
      : [
          [
            fields.get('TTY') ?? `session ${name}`,
            {
              user,
              address: fields.get('REMOTE_HOST') ?? null,
              pid: Number(fields.get('LEADER') ?? 0),
              sinceMs: Math.round(Number(fields.get('REALTIME') ?? 0) / 1000),
            },
          ] as const,
        ];
  });
}

/** Read again only when the package manager has written. */
function createPackages(tree: HostTree): InventoryPart {
  const sources = [
    { path: '/var/lib/dpkg/status', parse: parseDpkg },
    { path: '/lib/apk/db/installed', parse: parseApk },
    { path: '/usr/lib/apk/db/installed', parse: parseApk },
  ] as const;
  let stamp = '';
  return {
    kind: 'package',
    everyMs: often,
    read: (anew) => {
      const source = sources.find(({ path }) => tree.status(path) !== null);
      const status = source && tree.status(source.path);
      if (!source || !status) {
        return null;
      }
      const now = `${source.path} ${status.inode} ${status.modifiedAtMs} ${status.sizeBytes}`;
      if (now === stamp && !anew) {
        return 'unchanged';
      }
      const text = readWhole(`${tree.root}${source.path}`);
      stamp = text === null ? '' : now;
      return text === null ? null : source.parse(text);
    },
  };
}

/** Not by the tree, whose buffer would stay as large as this file. Null when it cannot be read, or was just replaced. */
function readWhole(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
