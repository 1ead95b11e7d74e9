import {
  type Command,
  type CommandResult,
  type HostFacts,
  type InventorySnapshot,
  type ProcessSnapshot,
  type SocketSnapshot,
  text,
  type Watch,
  type Welcome,
} from '@vigie/contract/agent';
import type { SourceOutput } from '../sources/index.ts';
import type { Spool, SpooledFrame } from '../spool/index.ts';
import { backoffMs } from './backoff.ts';
import { Outbox } from './outbox.ts';
import { Session, type SessionDeps } from './session.ts';
import { splitSnapshot } from './split.ts';

/** More bytes than this waiting for the network: nothing new is measured for the link until it has drained. */
const congestedBytes = 1024 * 1024;
/** A session that lasted less than this did not help: the next wait is longer. */
const steadyMs = 10_000;
/** A refused agent asks again at least this often, whatever the server wished. */
const longestRetryMs = 3_600_000;
const renewalLookMs = 6 * 3_600_000;

/** Keeps the certificate new. */
export interface Renewer {
  /** PEM of a new public key when it is time for a new certificate, else null. */
  request(): Promise<string | null>;
  /** Takes the answer to the last request, durably. Throws when it does not fit. */
  take(certificate: string): Promise<void>;
}

export interface LinkDeps extends SessionDeps {
  /** In [0, 1). */
  readonly random: () => number;
  readonly spool: Spool;
  /** Absent: whoever started this agent renews its certificate. */
  readonly renewal?: Renewer | undefined;
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
  private readonly outbox: Outbox;
  private flushing = false;
  private session: Session | null = null;
  private attempt = 0;
  private cancelRetry: () => void = () => undefined;
  private cancelRenewal: () => void = () => undefined;
  private stopped = false;
  private lastReason = '';

  constructor(
    private readonly deps: LinkDeps,
    private readonly owner: LinkEvents,
  ) {
    this.outbox = new Outbox(deps.spool, deps.clock);
  }

  start(): void {
    this.connect();
  }

  /** Says goodbye and opens no further session. May be called twice. */
  async stop(reason: string): Promise<void> {
    this.stopped = true;
    this.cancelRetry();
    this.deps.spool.settle();
    this.flush();
    await this.session?.leave(reason);
  }

  get connected(): boolean {
    return this.session?.open ?? false;
  }

  get congested(): boolean {
    return (this.session?.bufferedBytes ?? 0) > congestedBytes;
  }

  /** Where sources put what they find: numbered at once, kept until the server has acknowledged it. */
  readonly found: SourceOutput = {
    event: (event) => {
      this.deps.spool.pushEvent(event);
      this.settleSoon();
    },
    gap: (gap) => {
      this.deps.spool.pushGap(gap);
      this.settleSoon();
    },
  };

  /** Kept until the server has acknowledged it. */
  sendFrame(frame: SpooledFrame): void {
    this.deps.spool.pushFrame(frame);
    this.flush();
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

  /** Only to a server that takes it; the next session begins with all of it. */
  sendInventory({ items, gone, ...snapshot }: InventorySnapshot): void {
    for (const [index, { rows, ...part }] of splitSnapshot({ ...snapshot, rows: items, gone: [] }).entries()) {
      this.session?.send({ type: 'inventory', body: { ...part, items: rows, gone: index === 0 ? gone : [] } });
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
        this.outbox.begin(welcome.accepts?.includes('events') ?? false);
        this.owner.connected(welcome);
        this.flush();
        if (welcome.accepts?.includes('renew')) {
          this.renew(session);
        }
      },
      watch: (watch) => this.owner.watch(watch),
      command: (command) => this.owner.command(command),
      acknowledged: (ack) => {
        this.outbox.frameAcknowledged(ack);
        this.flush();
      },
      eventsAcknowledged: (ack) => {
        this.outbox.eventsAcknowledged(ack);
        this.flush();
      },
      certificate: ({ certificate }) => {
        this.deps.renewal?.take(certificate).then(
          () => this.deps.log('info', 'the certificate is renewed'),
          (error: unknown) => this.deps.log('warning', 'a new certificate could not be taken', { reason: String(error) }),
        );
      },
      ended: ({ reason, retryAfterMs }) => {
        this.session = null;
        this.cancelRenewal();
        if (this.deps.clock.monotonicMs() - startedMs >= steadyMs) {
          this.attempt = 0;
        }
        this.owner.disconnected();
        this.retry(reason, retryAfterMs);
      },
    });
    this.session = session;
  }

  /** Looks at each session's begin, and then now and then, whether it is time for a new certificate. */
  private renew(session: Session): void {
    const { renewal, clock, log } = this.deps;
    if (!renewal) {
      return;
    }
    renewal
      .request()
      .then((publicKey) => publicKey !== null && session.send({ type: 'renew', body: { publicKey } }))
      .catch((error: unknown) => log('warning', 'the certificate could not be looked at', { reason: String(error) }));
    this.cancelRenewal = clock.after(renewalLookMs, () => this.renew(session));
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

  /** What is found in one turn is written and travels together. */
  private settleSoon(): void {
    if (this.flushing) {
      return;
    }
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      this.deps.spool.settle();
      this.flush();
    });
  }

  private flush(): void {
    const { session } = this;
    while (session?.open && session.bufferedBytes <= congestedBytes) {
      const message = this.outbox.next();
      if (message === null) {
        return;
      }
      session.send(message);
    }
  }
}
