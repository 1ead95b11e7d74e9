import { connect, type Socket } from 'node:net';

/** Bytes on a socket, as no HTTP library would send them; gives what comes back until the end or the silence. */
export function exchange(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  options: { readonly quietMs?: number; readonly enough?: RegExp } = {},
): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket: Socket = connect({ port, host: '127.0.0.1' });
    const finish = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.setTimeout(options.quietMs ?? 1_500, finish);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (options.enough?.test(received)) {
        finish();
      }
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('connect', () => {
      for (const piece of pieces) {
        socket.write(piece);
      }
    });
  });
}

/** Status of every answer in what came back; smuggled requests would be answered too. */
export function statuses(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
}

/** The status with which a WebSocket upgrade is answered; 101 opens it. */
export async function upgradeStatus(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const lines = Object.entries({
    Host: `127.0.0.1:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return statuses(await exchange(port, [`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`], { enough: /\r\n\r\n/ }))[0] ?? 0;
}
