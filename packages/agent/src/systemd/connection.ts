import { type BusMessage, decodeMessage, encodeCall, messageLength, type Value } from './wire.ts';

const systemd = {
  destination: 'org.freedesktop.systemd1',
  path: '/org/freedesktop/systemd1',
  interface: 'org.freedesktop.systemd1.Manager',
} as const;
const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' } as const;
const callMs = 10_000;

export interface SystemdConnection {
  /** A method of systemd's manager. Rejects when it answers with an error or not at all. */
  call(member: string): Promise<readonly Value[]>;
  close(): void;
}

export interface ConnectionEvents {
  signal(message: BusMessage): void;
  /** Once, however it ended. */
  closed(): void;
}

/** Connects to the bus of the system and asks systemd to tell of its units. Rejects when there is none to be had. */
export async function connectSystemd(path: string, uid: number, events: ConnectionEvents): Promise<SystemdConnection> {
  const waiting = new Map<number, { resolve(body: readonly Value[]): void; reject(error: Error): void }>();
  const authenticated = Promise.withResolvers<void>();
  let received = Buffer.alloc(0);
  let isOpen = false;
  let serial = 0;
  let ended = false;

  const end = (reason: string): void => {
    if (ended) {
      return;
    }
    ended = true;
    authenticated.reject(new Error(reason));
    for (const { reject } of waiting.values()) {
      reject(new Error(reason));
    }
    waiting.clear();
    events.closed();
  };

  const take = (message: BusMessage): void => {
    const asked = waiting.get(message.replyTo);
    if (message.type === 'signal') {
      events.signal(message);
    } else if (asked) {
      waiting.delete(message.replyTo);
      if (message.type === 'error') {
        asked.reject(new Error(`${message.error}: ${String(message.body[0] ?? '')}`));
      } else {
        asked.resolve(message.body);
      }
    }
  };

  const read = (bytes: Buffer): void => {
    received = received.length === 0 ? Buffer.from(bytes) : Buffer.concat([received, bytes]);
    if (!isOpen) {
      const line = received.indexOf('\r\n');
      if (line < 0) {
        return;
      }
      const answer = received.toString('latin1', 0, line);
      received = received.subarray(line + 2);
      if (!answer.startsWith('OK')) {
        throw new Error(`the bus refuses: ${answer.slice(0, 100)}`);
      }
      isOpen = true;
      socket.write('BEGIN\r\n');
      authenticated.resolve();
    }
    for (let length = messageLength(received); length !== null && received.length >= length; length = messageLength(received)) {
      const message = decodeMessage(received.subarray(0, length));
      received = received.subarray(length);
      take(message);
    }
  };

  const socket = await Bun.connect({
    unix: path,
    socket: {
      data: (self, bytes) => {
        try {
          read(bytes);
        } catch (error) {
          self.terminate();
          end(error instanceof Error ? error.message : String(error));
        }
      },
      close: () => end('the bus has closed the connection'),
      error: (_self, error) => end(error.message),
    },
  });

  const ask = (target: typeof systemd | typeof bus, member: string, texts: readonly string[] = []): Promise<readonly Value[]> => {
    const number = ++serial;
    const { promise, resolve, reject } = Promise.withResolvers<readonly Value[]>();
    if (ended) {
      return Promise.reject(new Error('the connection has ended'));
    }
    const timer = setTimeout(() => {
      waiting.delete(number);
      reject(new Error(`${member} was not answered`));
    }, callMs);
    timer.unref();
    waiting.set(number, { resolve, reject });
    socket.write(encodeCall(number, { ...target, member, texts }));
    return promise.finally(() => clearTimeout(timer));
  };

  try {
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString('hex')}\r\n`);
    await authenticated.promise;
    await ask(bus, 'Hello');
    await ask(bus, 'AddMatch', [
      `type='signal',sender='${systemd.destination}',interface='org.freedesktop.DBus.Properties',arg0='org.freedesktop.systemd1.Unit'`,
    ]);
    await ask(bus, 'AddMatch', [`type='signal',sender='${systemd.destination}',interface='${systemd.interface}'`]);
    await ask(systemd, 'Subscribe');
  } catch (error) {
    socket.terminate();
    throw error;
  }
  return { call: (member) => ask(systemd, member), close: () => socket.end() };
}
