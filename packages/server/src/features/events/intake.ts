import type { EventsPayload, Language } from '@vigie/contract';
import type { EventBatch } from '@vigie/contract/agent';
import type { EventStore } from '../../storage/events/index.ts';
import { presentEvent, presentGap } from './present.ts';

/** What has just been kept of one host, to be put in words for a reader. */
export interface KeptEvents {
  readonly hostId: string;
  present(language: Language): Omit<EventsPayload, 'missed'>;
}

export interface EventIntake {
  /** Resolves when all of it is durable; then those who listen are told. */
  keep(hostId: string, batch: EventBatch): Promise<void>;
  onKept(listener: (kept: KeptEvents) => void): () => void;
}

export interface EventIntakeDeps {
  readonly events: EventStore;
  readonly hostName: (hostId: string) => string;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}

export function createEventIntake(deps: EventIntakeDeps): EventIntake {
  const listeners = new Set<(kept: KeptEvents) => void>();
  return {
    async keep(hostId, batch) {
      const { events, gaps } = await deps.events.append({ ...batch, hostId, receivedMs: deps.now() });
      if (events.length + gaps.length === 0 || listeners.size === 0) {
        return;
      }
      const words = new Map<Language, Omit<EventsPayload, 'missed'>>();
      const present = (language: Language) => {
        const name = deps.hostName(hostId);
        const made = words.get(language) ?? {
          items: events.map((event) => presentEvent(event, name, language)),
          gaps: gaps.map((gap) => presentGap(gap, name, language)),
        };
        words.set(language, made);
        return made;
      };
      for (const listener of listeners) {
        try {
          listener({ hostId, present });
        } catch (error) {
          deps.report(error);
        }
      }
    },
    onKept(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
