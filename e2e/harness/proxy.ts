import { connect, createServer, type Socket } from 'node:net';

export interface CutProxy {
  readonly port: number;
  /** Ends every connection and lets none through. */
  cut(): void;
  heal(): void;
  close(): void;
}

/** A network between two ends of loopback that can be cut. */
export function startProxy(target: () => number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(target(), '127.0.0.1');
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const endAll = (): void => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address !== 'object') {
        reject(new Error('no port'));
        return;
      }
      resolve({
        port: address.port,
        cut: () => {
          isCut = true;
          endAll();
        },
        heal: () => {
          isCut = false;
        },
        close: () => {
          endAll();
          server.close();
        },
      });
    });
  });
}
