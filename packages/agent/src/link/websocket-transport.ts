import { serverTlsName } from '@vigie/contract/agent';
import type { Connection, ConnectionEvents, Transport } from './transport.ts';

export interface WebSocketOptions {
  /** `wss://host:port`; the path of the agents is added. */
  readonly serverUrl: string;
  /** PEM texts: the authority that signed the server, and what this agent shows. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** `http://[user:password@]host:port` of a proxy that the connection goes through, by CONNECT. */
  readonly proxy?: string | null;
}

/** TLS 1.3 as OpenSSL numbers it (RFC 8446, 4.1.2); Bun takes the number, not the name. */
const tls13 = 0x0304;

/**
 * WebSocket over mutual TLS 1.3. Only the given authority is trusted, not those of the system, and its certificate must
 * be that of a server: the name is the same for all, so that any address, name or forwarded port may lead there.
 */
export class WebSocketTransport implements Transport {
  private readonly url: string;

  constructor(private readonly options: WebSocketOptions) {
    const url = new URL('/agent', options.serverUrl);
    if (url.protocol !== 'wss:') {
      throw new Error(`the server's address must begin with wss://, not ${url.protocol}//`);
    }
    this.url = url.href;
  }

  connect(events: ConnectionEvents): Connection {
    const { authority, certificate, key, proxy } = this.options;
    // `minVersion` is honoured (tried with 1.4.5), and not yet in Bun's types.
    const tls: Bun.TLSOptions & { readonly minVersion: number } = {
      ca: authority,
      cert: certificate,
      key,
      serverName: serverTlsName,
      minVersion: tls13,
      rejectUnauthorized: true,
    };
    const socket = new WebSocket(this.url, !proxy ? { tls } : { tls, proxy });
    socket.binaryType = 'arraybuffer';
    let failure = '';
    let over = false;
    const close = (reason: string): void => {
      if (!over) {
        over = true;
        events.closed(reason);
      }
    };
    socket.addEventListener('open', () => !over && events.opened());
    socket.addEventListener('message', ({ data }) => {
      if (over) {
        return;
      }
      if (data instanceof ArrayBuffer) {
        events.message(new Uint8Array(data));
        return;
      }
      socket.terminate();
      close('the server sent text; the agent link is binary');
    });
    socket.addEventListener('error', (event) => {
      failure = 'message' in event && typeof event.message === 'string' ? event.message : 'the connection failed';
    });
    socket.addEventListener('close', (event) => close(failure || event.reason || `closed with code ${event.code}`));
    return {
      send: (bytes) => {
        if (socket.readyState === WebSocket.OPEN) {
          socket.send(bytes);
        }
      },
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      close: () => socket.close(1000),
      abort: () => {
        socket.terminate();
        close('aborted');
      },
    };
  }
}
