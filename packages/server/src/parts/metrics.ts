import type { Frame } from '@vigie/contract/agent';
import type { MetricStore } from '../storage/metrics/index.ts';

/** Hands the frames of agents to the store. */
export function keepFrames(store: MetricStore): (hostId: string, frame: Frame) => Promise<void> {
  return (hostId, frame) => store.append({ hostId, stream: frame.stream, frame });
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
