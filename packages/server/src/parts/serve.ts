import { text } from '@vigie/contract';
import type { Server } from 'bun';
import type { App } from '../app.ts';
import type { Live, PageSocket } from '../live/index.ts';
import type { ListenAddress } from '../platform/config/index.ts';
import type { Logger } from '../platform/log/index.ts';
import { StartError } from '../platform/start-error.ts';

const requestBytesMost = 2_097_152;
const idleSeconds = 30;

/** The socket of page and API. */
export function serve(deps: {
  readonly app: App;
  readonly live: Live;
  readonly listen: ListenAddress;
  readonly log: Logger;
  readonly peers: WeakMap<Request, string | null>;
}): Server<PageSocket> {
  const { app, live, peers } = deps;
  try {
    return Bun.serve<PageSocket>({
      hostname: deps.listen.host,
      port: deps.listen.port,
      idleTimeout: idleSeconds,
      maxRequestBodySize: requestBytesMost,
      development: false,
      websocket: live.websocket,
      fetch: (request, server) => {
        // Without a Host, as HTTP/1.0 allows, Bun 1.4.5 gives an address that is none.
        const url = URL.parse(request.url);
        if (url === null) {
          return new Response(null, { status: 400 });
        }
        const peer = { address: server.requestIP(request)?.address ?? null };
        if (url.pathname !== '/api/live') {
          return app.fetch(request, peer);
        }
        peers.set(request, peer.address);
        return app.admitSocket(request, peer) ?? live.upgrade(request, server);
      },
      error: (error) => {
        deps.log.error('a request broke outside of the app', { error });
        return new Response(null, { status: 500 });
      },
    });
  } catch (cause) {
    throw listenError(deps.listen, cause);
  }
}

/** Why an address cannot be listened on, in words. */
export function listenError({ host, port }: ListenAddress, cause: unknown): StartError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const where = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    return new StartError(text(`${where} is already in use by another program.`, `${where} est déjà pris par un autre programme.`), {
      cause,
    });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StartError(text(`Cannot listen on ${where}: ${why}`, `Impossible d’écouter sur ${where} : ${why}`), { cause });
}
