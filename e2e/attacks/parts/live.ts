import { ask } from './program.ts';

export interface LiveClient {
  readonly messages: Record<string, unknown>[];
  send(message: string): void;
  /** The code of the close, when it comes. */
  readonly closed: Promise<number>;
  close(): void;
}

/** The live socket with a good ticket; resolves when the server is ready. */
export async function openLive(url: string, token?: string): Promise<LiveClient> {
  const { body } = await ask(url, '/api/live/ticket', { body: {}, ...(token === undefined ? {} : { token }) });
  const client = await openSocket(url);
  client.send(JSON.stringify({ type: 'hello', ticket: body.ticket }));
  return client;
}

/** The socket alone, before any hello. */
export async function openSocket(url: string): Promise<LiveClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`);
  const messages: Record<string, unknown>[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', (event) => resolve(event.code));
  });
  socket.addEventListener('message', (event) => messages.push(JSON.parse(String(event.data)) as Record<string, unknown>));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the socket did not open')));
  });
  return { messages, closed, send: (message) => socket.send(message), close: () => socket.close() };
}
