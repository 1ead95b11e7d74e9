import type { Process, Socket } from '@vigie/contract';

export type PortView = 'listening' | 'connections' | 'unix';
export type PortGroup = 'none' | 'process' | 'remote';

/** A line of the table: one socket with what the processes know of its owner, or the head of a group. */
export interface PortRow {
  readonly id: string;
  readonly key: number;
  readonly parent: number;
  readonly socket: Socket | null;
  readonly unit: string | null;
  readonly pid: number | null;
  readonly processName: string | null;
  readonly username: string | null;
  /** Established connections to a listening port, or sockets of a group. */
  readonly count: number;
  readonly group: { readonly label: string; readonly kind: PortGroup } | null;
  readonly ownerHidden: boolean;
}

function isListening(socket: Socket): boolean {
  return socket.state === 'LISTEN' || (socket.protocol === 'udp' && socket.remotePort === null && socket.localPort !== null);
}

export function viewOf(socket: Socket): PortView {
  if (socket.protocol === 'unix') {
    return 'unix';
  }
  return isListening(socket) ? 'listening' : 'connections';
}

/** Bound to every address of the host? */
export function isOpenToAny(socket: Socket): boolean {
  return socket.localAddress === '0.0.0.0' || socket.localAddress === '::' || socket.localAddress === '*';
}

export type AddressKind = 'any' | 'loopback' | 'link' | 'other';

export function addressKind(address: string): AddressKind {
  const bare = address.replace(/^::ffff:/i, '');
  if (bare === '0.0.0.0' || bare === '::' || bare === '*') {
    return 'any';
  }
  if (bare.startsWith('127.') || bare === '::1') {
    return 'loopback';
  }
  return /^fe[89ab][0-9a-f]:/i.test(bare) || bare.startsWith('169.254.') ? 'link' : 'other';
}

export function endpoint(address: string | null, port: number | null): string {
  if (address === null) {
    return '';
  }
  return `${address.includes(':') ? `[${address}]` : address}${port === null ? '' : `:${port}`}`;
}

/** Joins sockets and processes. A line is the same object while nothing of it changed, so that it is not drawn again. */
export function createRowMaker(): (
  sockets: readonly Socket[],
  byPid: ReadonlyMap<number, Process>,
  ownersHidden: boolean,
) => readonly PortRow[] {
  let known = new Map<string, PortRow>();
  let nextKey = 1;
  return (sockets, byPid, ownersHidden) => {
    const established = new Map<string, number>();
    for (const socket of sockets) {
      if (socket.protocol !== 'unix' && socket.state === 'ESTABLISHED') {
        const key = `${socket.protocol} ${socket.localPort}`;
        established.set(key, (established.get(key) ?? 0) + 1);
      }
    }
    const now = new Map<string, PortRow>();
    for (const socket of sockets) {
      const owner = socket.pid === null ? null : (byPid.get(socket.pid) ?? null);
      const count = isListening(socket) ? (established.get(`${socket.protocol} ${socket.localPort}`) ?? 0) : 0;
      const unit = owner?.unit ?? null;
      const before = known.get(socket.id);
      const ownerHidden = socket.pid === null && ownersHidden;
      if (before && before.socket === socket && before.unit === unit && before.count === count && before.ownerHidden === ownerHidden) {
        now.set(socket.id, before);
        continue;
      }
      now.set(socket.id, {
        id: socket.id,
        key: before?.key ?? nextKey++,
        parent: 0,
        socket,
        unit,
        pid: socket.pid,
        processName: socket.processName ?? owner?.name ?? null,
        username: socket.username,
        count,
        group: null,
        ownerHidden,
      });
    }
    known = now;
    return [...now.values()];
  };
}

/** Puts a head over the sockets of one program (all workers of nginx together) or one remote address. Keys of heads are negative and stay the same for a label. */
export function createGrouper(): (rows: readonly PortRow[], by: PortGroup, nobody: string) => readonly PortRow[] {
  const keys = new Map<string, number>();
  return (rows, by, nobody) => {
    if (by === 'none') {
      return rows;
    }
    const heads = new Map<string, PortRow>();
    const members: PortRow[] = [];
    for (const row of rows) {
      const label = by === 'process' ? (row.processName ?? nobody) : (row.socket?.remoteAddress ?? row.socket?.localAddress ?? nobody);
      const id = by === 'process' ? `group process ${row.unit ?? ''} ${label}` : `group remote ${label}`;
      const key = keys.get(id) ?? -(keys.size + 1);
      keys.set(id, key);
      const head = heads.get(id);
      heads.set(id, {
        id,
        key,
        parent: 0,
        socket: null,
        unit: by === 'process' ? row.unit : null,
        // A head stands for one process only when it is the same for all.
        pid: by === 'process' && (head === undefined || head.pid === row.pid) ? row.pid : null,
        processName: by === 'process' ? row.processName : null,
        username: by === 'process' ? row.username : null,
        count: (head?.count ?? 0) + 1,
        group: { label, kind: by },
        ownerHidden: by === 'process' && row.ownerHidden,
      });
      members.push({ ...row, parent: key });
    }
    return [...heads.values(), ...members];
  };
}
