import {
  type Command,
  type CommandResult,
  type HostFacts,
  type ProcessSnapshot,
  type SocketSnapshot,
  text,
  type Watch,
  type Welcome,
} from '@vigie/contract/agent';
import type { SourceOutput } from '../sources/index.ts';
import { backoffMs } from './backoff.ts';
import { EventQueue } from './event-queue.ts';
import { FrameQueue, type UnsentFrame } from './frame-queue.ts';
import { Session, type SessionDeps } from './session.ts';
import { splitSnapshot } from './split.ts';

/** More bytes than this waiting for the network: nothing new is measured for the link until it has drained. */
const congestedBytes = 1024 * 1024;
/** Frames sent and not yet acknowledged; a server that stores slowly is not pushed further. */
const mostInFlight = 64;
/** Batches of events sent and not yet acknowledged, as items. */
const mostEventsInFlight = 2000;
/** A server that could not keep events says nothing; they are sent again after this. */
const resendAfterMs = 30_000;
/** A session that lasted less than this did not help: the next wait is longer. */
const steadyMs = 10_000;
/** A refused agent asks again at least this often, whatever the server wished. */
const longestRetryMs = 3_600_000;

export interface LinkDeps extends SessionDeps {
  /** In [0, 1). */
  readonly random: () => number;
  /** Names this life of the agent among all; made up when absent. */
  readonly stream?: string;
}

export interface LinkEvents {
  /** A session is open: the server knows nothing yet, so what goes by difference begins anew. */
  connected(welcome: Welcome): void;
  disconnected(): void;
  watch(watch: Watch): void;
  command(command: Command): void;
}

/** The agent's side of the link for its whole life: keeps one session open and begins another when it ends. */
export class Link {
  private readonly frames = new FrameQueue();
  private readonly events: EventQueue;
  private acceptsEvents = false;
  private eventsMovedMs = 0;
  private flushingEvents = false;
  private session: Session | null = null;
  private attempt = 0;
  private cancelRetry: () => void = () => undefined;
  private stopped = false;
  private lastReason = '';

  constructor(
    private readonly deps: LinkDeps,
    private readonly owner: LinkEvents,
  ) {
    this.events = new EventQueue(deps.stream ?? crypto.randomUUID());
  }

  start(): void {
    this.connect();
  }

  /** Says goodbye and opens no further session. May be called twice. */
  async stop(reason: string): Promise<void> {
    this.stopped = true;
    this.cancelRetry();
    if (this.acceptsEvents) {
      this.sendEvents();
    }
    await this.session?.leave(reason);
  }

  get connected(): boolean {
    return this.session?.open ?? false;
  }

  get congested(): boolean {
    return (this.session?.bufferedBytes ?? 0) > congestedBytes;
  }

  /** Frames left out since the start because the server was away or slow for too long. */
  get droppedFrames(): number {
    return this.frames.dropped;
  }

  get waitingFrames(): number {
    return this.frames.size;
  }

  get waitingEvents(): number {
    return this.events.size;
  }

  /** Where sources put what they find: numbered at once, kept until the server has acknowledged it. */
  readonly found: SourceOutput = {
    event: (event) => {
      this.events.push(event);
      this.flushEvents();
    },
    gap: (gap) => {
      this.events.pushGap(gap);
      this.flushEvents();
    },
  };

  /** Kept until the server has acknowledged it. */
  sendFrame(frame: UnsentFrame): void {
    this.frames.push(frame);
    this.flush();
    this.flushEvents();
  }

  /** Lost when no session is open: the next session begins with full snapshots and facts. */
  sendProcesses(snapshot: ProcessSnapshot): void {
    for (const part of splitSnapshot(snapshot)) {
      this.session?.send({ type: 'processes', body: part });
    }
  }

  sendSockets(snapshot: SocketSnapshot): void {
    for (const part of splitSnapshot(snapshot)) {
      this.session?.send({ type: 'sockets', body: part });
    }
  }

  sendFacts(facts: HostFacts): void {
    this.session?.send({ type: 'facts', body: facts });
  }

  sendResult(result: CommandResult): void {
    if (this.session?.send({ type: 'result', body: result }) !== 'too_large') {
      return;
    }
    const message = text('The answer is too large for the link', 'La réponse est trop grande pour le lien');
    this.session.send({ type: 'result', body: { id: result.id, ok: false, code: 'action_failed', message } });
  }

  private connect(): void {
    const startedMs = this.deps.clock.monotonicMs();
    const session = new Session(this.deps, {
      welcomed: (welcome) => {
        this.lastReason = '';
        this.deps.log('info', 'connected to the server');
        this.frames.restart();
        this.events.restart();
        this.acceptsEvents = welcome.accepts?.includes('events') ?? false;
        this.owner.connected(welcome);
        this.flush();
        this.flushEvents();
      },
      watch: (watch) => this.owner.watch(watch),
      command: (command) => this.owner.command(command),
      acknowledged: (sequence) => {
        this.frames.acknowledge(sequence);
        this.flush();
      },
      eventsAcknowledged: ({ stream, sequence }) => {
        this.events.acknowledge(stream, sequence);
        this.eventsMovedMs = this.deps.clock.monotonicMs();
        this.flushEvents();
      },
      ended: ({ reason, retryAfterMs }) => {
        this.session = null;
        if (this.deps.clock.monotonicMs() - startedMs >= steadyMs) {
          this.attempt = 0;
        }
        this.owner.disconnected();
        this.retry(reason, retryAfterMs);
      },
    });
    this.session = session;
  }

  private retry(reason: string, retryAfterMs: number): void {
    if (this.stopped) {
      return;
    }
    const wished = Math.min(retryAfterMs, longestRetryMs);
    const delayMs = Math.max(wished, backoffMs(this.attempt, this.deps.random()));
    this.attempt++;
    if (reason !== this.lastReason) {
      this.lastReason = reason;
      this.deps.log('warning', 'the link is down; trying again', { reason, delayMs });
    }
    this.cancelRetry = this.deps.clock.after(delayMs, () => this.connect());
  }

  /** What is found in one turn travels in one message. */
  private flushEvents(): void {
    if (this.flushingEvents || !this.session?.open || !this.acceptsEvents) {
      return;
    }
    this.flushingEvents = true;
    queueMicrotask(() => {
      this.flushingEvents = false;
      this.sendEvents();
    });
  }

  private sendEvents(): void {
    const { session, deps, events } = this;
    const nowMs = deps.clock.monotonicMs();
    if (events.inFlight === 0) {
      this.eventsMovedMs = nowMs;
    } else if (nowMs - this.eventsMovedMs >= resendAfterMs) {
      events.restart();
      this.eventsMovedMs = nowMs;
    }
    while (session?.open && session.bufferedBytes <= congestedBytes && events.inFlight < mostEventsInFlight) {
      const batch = events.take(deps.clock.wallMs());
      if (!batch) {
        return;
      }
      session.send({ type: 'events', body: batch });
    }
  }

  private flush(): void {
    const { session } = this;
    while (session?.open && session.bufferedBytes <= congestedBytes && this.frames.inFlight < mostInFlight) {
      const frame = this.frames.take();
      if (!frame) {
        return;
      }
      session.send({ type: 'frame', body: frame });
    }
  }
}
