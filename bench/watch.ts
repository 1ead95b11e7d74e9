import { ownerToken, type RunningVigie } from '../e2e/harness/vigie.ts';

export interface Watched {
  /** Milliseconds from the time in each frame to its arrival here. */
  readonly latencies: number[];
  close(): void;
}

/** Follows topics of one host as a page does. */
export async function watchFigures(vigie: RunningVigie, host: string, topics: readonly string[] = ['metrics']): Promise<Watched> {
  const response = await fetch(`${vigie.url}/api/live/ticket`, {
    method: 'POST',
    headers: { 'X-Auth-Token': ownerToken, 'Content-Type': 'application/json' },
    body: '{}',
  });
  const { ticket } = (await response.json()) as { ticket: string };
  const latencies: number[] = [];
  const socket = new WebSocket(`${vigie.url.replace('http', 'ws')}/api/live`);
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string; topic?: string; payload?: { timeMs: number } };
    if (message.type === 'ready') {
      for (const [id, topic] of topics.entries()) {
        socket.send(JSON.stringify({ type: 'subscribe', id, topic, host, intervalMs: 1000 }));
      }
    } else if (message.topic === 'metrics' && message.payload) {
      latencies.push(Date.now() - message.payload.timeMs);
    }
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  socket.send(JSON.stringify({ type: 'hello', ticket }));
  return { latencies, close: () => socket.close() };
}
