import { AppError } from '@vigie/contract';
import type { Hosts } from '../../latest/port.ts';
import type { QueryHandler } from '../../operations/types.ts';
import { matchesSocket } from './filter.ts';
import { presentSocket } from './present.ts';

export interface SocketHandlers {
  readonly 'socket.list': QueryHandler<'socket.list'>;
}

const freshMs = 0;

export function createSocketHandlers(deps: { readonly hosts: Hosts }): SocketHandlers {
  const { hosts } = deps;
  return {
    'socket.list': {
      async run(input) {
        const host = hosts.require(input.host);
        await hosts.refresh(host.id, 'sockets', freshMs);
        const sockets = hosts.sockets(host.id);
        if (!sockets) {
          throw new AppError('host_unreachable');
        }
        const found = [...sockets.rows.values()].filter((row) => matchesSocket(row, input));
        const from = input.offset ?? 0;
        const page = found.slice(from, input.limit === undefined ? undefined : from + input.limit);
        return {
          host: host.id,
          time: new Date(sockets.timeMs).toISOString(),
          count: found.length,
          ownersHidden: sockets.ownersHidden,
          items: page.map(presentSocket),
        };
      },
    },
  };
}
