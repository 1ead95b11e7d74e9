import type { Frame } from '@vigie/contract/agent';
import type { MetricStore } from '../storage/metrics/index.ts';

/** Hands the frames of agents to the store, and names the stream each belongs to: numbers start again with every session. */
export function keepFrames(store: MetricStore): (hostId: string, frame: Frame) => Promise<void> {
  const sessions = new Map<string, { readonly stream: string; last: number }>();
  return (hostId, frame) => {
    const known = sessions.get(hostId);
    const session = known && frame.sequence > known.last ? known : { stream: crypto.randomUUID(), last: 0 };
    session.last = frame.sequence;
    sessions.set(hostId, session);
    return store.append({ hostId, stream: session.stream, frame });
  };
}

const restMs = 5_000;
const betweenStepsMs = 20;

/** Seals, rolls up and forgets in small steps, so that nobody waits for it. Returns the end. */
export function keepHouse(store: Pick<MetricStore, 'maintain'>, now: () => number, report: (error: unknown) => void): () => void {
  let timer = setTimeout(step, restMs);
  function step(): void {
    let more = false;
    try {
      more = store.maintain(now());
    } catch (error) {
      report(error);
    }
    timer = setTimeout(step, more ? betweenStepsMs : restMs);
    timer.unref();
  }
  timer.unref();
  return () => clearTimeout(timer);
}
