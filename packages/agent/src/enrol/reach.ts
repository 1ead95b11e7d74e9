import { WebSocketTransport } from '../link/index.ts';
import type { AgentIdentity } from './identity-file.ts';

/** Dials as the agent will. Null when the server answers, else why not. */
export function reachServer(identity: AgentIdentity, timeoutMs = 10_000): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const connection = new WebSocketTransport(identity).connect({
    opened: () => undefined,
    // The first message is the server's challenge: TLS has accepted this certificate.
    message: () => resolve(null),
    closed: (reason) => resolve(reason),
  });
  const timer = setTimeout(() => resolve(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
  return promise.finally(() => {
    clearTimeout(timer);
    connection.abort();
  });
}
