import type { ServerWebSocket } from 'bun';
import type { PageWire } from './channel.ts';

/** How long a page that reads may take to answer the end of its connection. */
const farewellMs = 2_000;

/** A WebSocket as a page is reached by. */
export function wireOf(socket: ServerWebSocket<unknown>): PageWire {
  return {
    send: (text) => {
      socket.send(text);
    },
    get bufferedBytes() {
      return socket.getBufferedAmount();
    },
    close: (code, reason) => {
      if (socket.getBufferedAmount() > 0) {
        // It does not read, so it would not hear of the end either.
        socket.terminate();
        return;
      }
      socket.close(code, reason);
      setTimeout(() => socket.terminate(), farewellMs).unref();
    },
  };
}
