import type { AgentEvent, AgentGap, EventBatch } from '@vigie/contract/agent';
import type { FoundEvent, FoundGap } from '../sources/index.ts';

type Item = { readonly event: AgentEvent } | { readonly gap: AgentGap };

interface Loss {
  fromMs: number;
  toMs: number;
  count: number;
}

const mostItems = 10_000;
/** So many are dropped at once, since looking for what may go is work. */
const dropStep = 500;
const mostPerBatch = 500;
const mostBatchLength = 512 * 1024;
/** Kinds of which much may be lost before anything else is. */
const firstToGo = 'process.';

/**
 * Events and gaps the server has not acknowledged, in the order of their numbers, in memory. When it is full the oldest process
 * events go first; what went is itself a gap, with its number, and is never dropped.
 */
export class EventQueue {
  private items: Item[] = [];
  /** How many, from the oldest, have been sent in this session. */
  private sentCount = 0;
  private nextSequence = 1;
  private readonly losses = new Map<string, Loss>();

  /** `stream` names this life of the agent. */
  constructor(
    readonly stream: string,
    private readonly most = mostItems,
  ) {}

  get size(): number {
    return this.items.length;
  }

  get inFlight(): number {
    return this.sentCount;
  }

  push({ severity = 'info', ...event }: FoundEvent): void {
    this.items.push({ event: { sequence: this.nextSequence++, severity, ...event } });
    if (this.items.length > this.most) {
      this.drop();
    }
  }

  pushGap(gap: FoundGap): void {
    this.items.push({ gap: { sequence: this.nextSequence++, ...gap } });
  }

  /** What to send next, now counted as sent; null when there is nothing. */
  take(nowMs: number): EventBatch | null {
    this.settleLosses();
    const events: AgentEvent[] = [];
    const gaps: AgentGap[] = [];
    let length = 0;
    while (this.sentCount < this.items.length && events.length + gaps.length < mostPerBatch && length < mostBatchLength) {
      const item = this.items[this.sentCount++] as Item;
      if ('event' in item) {
        events.push(item.event);
        length += JSON.stringify(item.event.fields).length;
      } else {
        gaps.push(item.gap);
      }
    }
    return events.length + gaps.length === 0 ? null : { stream: this.stream, sentAtMs: nowMs, events, gaps };
  }

  /** The server has stored everything up to this number. Numbers never sent are ignored. */
  acknowledge(stream: string, sequence: number): void {
    if (stream !== this.stream) {
      return;
    }
    let count = 0;
    while (count < this.sentCount && numberOf(this.items[count] as Item) <= sequence) {
      count++;
    }
    this.items.splice(0, count);
    this.sentCount -= count;
  }

  /** Everything that was not acknowledged is to be sent again. */
  restart(): void {
    this.sentCount = 0;
  }

  private drop(): void {
    let left = Math.min(dropStep, Math.ceil(this.most / 20));
    // Only when nothing else is left may another kind go.
    const onlyProcesses = this.items.length < 2 * this.most;
    this.items = this.items.filter((item, index) => {
      if (left === 0 || index < this.sentCount || !('event' in item) || (onlyProcesses && !item.event.kind.startsWith(firstToGo))) {
        return true;
      }
      left--;
      this.lose(item.event);
      return false;
    });
  }

  private lose({ kind, timeMs, fields }: AgentEvent): void {
    const noun = kind.split('.')[0] ?? kind;
    const loss = this.losses.get(noun) ?? { fromMs: timeMs, toMs: timeMs, count: 0 };
    loss.fromMs = Math.min(loss.fromMs, timeMs);
    loss.toMs = Math.max(loss.toMs, timeMs);
    // One that stands for several takes them all along.
    loss.count += kind === 'process.repeated' ? Number(fields.started ?? 0) + Number(fields.exited ?? 0) : 1;
    this.losses.set(noun, loss);
  }

  private settleLosses(): void {
    for (const [noun, loss] of this.losses) {
      this.pushGap({ class: noun, ...loss, reason: 'queue_full' });
    }
    this.losses.clear();
  }
}

function numberOf(item: Item): number {
  return 'event' in item ? item.event.sequence : item.gap.sequence;
}
