import { maxMessageBytes } from '@vigie/contract/agent';
import type { Server, ServerWebSocket } from 'bun';
import type { Pair } from '../ca/index.ts';
import { AgentSession, type SessionDeps } from './session.ts';

export interface GatewayDeps extends SessionDeps {
  readonly hostname: string;
  readonly port: number;
  readonly pair: Pair;
}

export interface Gateway {
  readonly port: number;
  /** Says goodbye to every agent and stops listening. */
  stop(): Promise<void>;
}

interface Socket {
  session: AgentSession | null;
}

/** Listens for agents: TLS 1.3, a certificate of our authority asked for, one path. */
export function startGateway(deps: GatewayDeps): Gateway {
  const sessions = new Set<AgentSession>();
  const server: Server<Socket> = Bun.serve<Socket>({
    hostname: deps.hostname,
    port: deps.port,
    development: false,
    maxRequestBodySize: 1024,
    tls: {
      key: deps.pair.key,
      cert: deps.pair.certificate,
      ca: deps.authority,
      requestCert: true,
      rejectUnauthorized: true,
      // TLS 1.3 as OpenSSL numbers it (RFC 8446, 4.1.2).
      ...{ minVersion: 0x0304 },
    },
    fetch: (request, listening) => {
      if (new URL(request.url).pathname !== '/agent') {
        return new Response('Not found', { status: 404 });
      }
      return listening.upgrade(request, { data: { session: null } }) ? undefined : new Response('Upgrade required', { status: 426 });
    },
    websocket: {
      maxPayloadLength: maxMessageBytes,
      idleTimeout: 60,
      backpressureLimit: maxMessageBytes,
      closeOnBackpressureLimit: true,
      open: (socket) => {
        const session = new AgentSession(deps, wireOf(socket));
        socket.data.session = session;
        sessions.add(session);
      },
      message: (socket, message) => {
        if (typeof message === 'string') {
          socket.data.session?.close('the agent link is binary');
          return;
        }
        socket.data.session?.receive(message);
      },
      close: (socket, code, reason) => {
        const { session } = socket.data;
        if (session) {
          sessions.delete(session);
          session.close(reason || `connection closed (${code})`);
        }
      },
    },
  });
  const ticking = setInterval(() => {
    for (const session of sessions) {
      session.tick();
    }
  }, 1000);
  return {
    port: server.port ?? deps.port,
    stop: async () => {
      clearInterval(ticking);
      for (const session of sessions) {
        session.close('the server stops');
      }
      await server.stop(true);
    },
  };
}

function wireOf(socket: ServerWebSocket<Socket>): { send(bytes: Uint8Array<ArrayBuffer>): boolean; close(reason: string): void } {
  return {
    // 0 is "dropped"; −1 is "waiting for the network", which is sent.
    send: (bytes) => socket.send(bytes) !== 0,
    close: (reason) => socket.close(1000, reason.slice(0, 100)),
  };
}
