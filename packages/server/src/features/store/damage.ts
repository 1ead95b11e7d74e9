import type { EventStore } from '../../storage/events/index.ts';
import type { StoreProblem } from '../../storage/metrics/index.ts';

export interface DamageDeps {
  readonly events: Pick<EventStore, 'append'>;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}

/** Tells of each block of figures that is set aside as a gap of its host, so that charts can show why the span is empty. */
export function createDamageRecorder({ events, now, report }: DamageDeps): (problem: StoreProblem) => void {
  // One life of the server is one stream: a block is set aside once, ever.
  const stream = `store-${crypto.randomUUID()}`;
  let sequence = 0;
  return ({ hostId, fromMs, toMs }) => {
    const nowMs = now();
    const gap = { sequence: ++sequence, class: 'metric', fromMs, toMs, count: null, reason: 'block_damaged' } as const;
    events.append({ hostId, stream, sentAtMs: nowMs, receivedMs: nowMs, events: [], gaps: [gap] }).catch(report);
  };
}
