import type { Command, HostFacts, InventorySnapshot, ProcessSnapshot, SocketSnapshot, Watch, Welcome } from '@vigie/contract/agent';
import { restWatch } from '@vigie/contract/agent';
import { type ActionContext, Dispatcher, handlers } from './actions/index.ts';
import type { Clock } from './clock.ts';
import type { Collector, Sample } from './collectors/index.ts';
import { Link, type LinkDeps } from './link/index.ts';
import { linkSamples } from './link-metrics.ts';
import type { Log } from './log.ts';
import { PartHealth } from './part-health.ts';
import type { Source } from './sources/index.ts';
import type { Spool } from './spool/index.ts';
import type { CommandJournal } from './state/index.ts';
import { Ticker } from './ticker.ts';

/** How often the facts of the host are looked at, to send them when they have changed. */
const factsMs = 60_000;
const inventoryMs = 10_000;
/** A second snapshot this soon after the last tells nothing new. */
const settleMs = 50;

/** A table that is told by difference. */
interface Table<S> {
  /** What changed since the last call of either. */
  refresh(nowMs: number): S;
  full(nowMs: number): S;
}

export interface RuntimeDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly collectors: readonly Collector[];
  readonly sources: readonly Source[];
  readonly processes: Table<ProcessSnapshot>;
  readonly inventory: { full(nowMs: number): InventorySnapshot; refresh(nowMs: number): InventorySnapshot | null };
  readonly sockets: Table<SocketSnapshot>;
  /** `missing` names the collectors and sources that found nothing. */
  readonly readFacts: (missing: readonly string[]) => HostFacts;
  readonly journal: CommandJournal;
  readonly spool: Spool;
  readonly actions: Omit<ActionContext, 'clock' | 'allowedSignals' | 'readSockets'>;
  readonly link: Pick<LinkDeps, 'transport' | 'identity' | 'random' | 'renewal'>;
}

/** Runs the parts of the agent on their clocks, and gives what they found to the link. */
export class Runtime {
  private readonly health: PartHealth;
  private readonly link: Link;
  private readonly dispatcher: Dispatcher;
  private readonly tickers: Readonly<Record<'metrics' | 'processes' | 'sockets' | 'inventory' | 'facts', Ticker>>;
  private watch: Watch = restWatch;
  private allowedSignals: readonly string[] = [];
  private missing: readonly string[] = [];
  private missingSources: readonly string[] = [];
  private facts: HostFacts;
  private processesKnown = false;
  private socketsKnown = false;
  private inventoryKnown = false;
  private skippedRounds = 0;
  private stopped = false;
  private cancelSettle: (() => void) | null = null;

  constructor(private readonly deps: RuntimeDeps) {
    const { clock, log } = deps;
    this.health = new PartHealth(clock, log);
    this.facts = deps.readFacts([]);
    this.link = new Link(
      { ...deps.link, spool: deps.spool, clock, log, facts: () => this.facts },
      {
        connected: (welcome) => this.begin(welcome),
        disconnected: () => this.rest(),
        watch: (watch) => this.follow(watch),
        command: (command) => void this.answer(command),
      },
    );
    this.dispatcher = new Dispatcher({
      handlers,
      context: { ...deps.actions, clock, allowedSignals: () => this.allowedSignals, readSockets: () => this.readSockets() },
      journal: deps.journal,
      log,
      changed: (when) => (when === 'now' ? this.sendState() : this.settle()),
    });
    this.tickers = {
      metrics: new Ticker(clock, () => this.measure()),
      processes: new Ticker(clock, () => this.sendProcesses()),
      sockets: new Ticker(clock, () => this.sendSockets()),
      inventory: new Ticker(clock, () => this.sendInventory()),
      facts: new Ticker(clock, () => this.checkFacts()),
    };
  }

  start(): void {
    this.tickers.metrics.every(restWatch.metricsMs);
    this.tickers.facts.every(factsMs);
    this.missingSources = this.deps.sources
      .filter((source) => this.health.attempt(`source ${source.name}`, () => source.start(this.link.found)) !== true)
      .map((source) => source.name);
    this.missing = this.missingSources;
    this.checkFacts();
    this.link.start();
  }

  /** Says goodbye. Commands that run go on to their end, unanswered. */
  async stop(reason: string): Promise<void> {
    this.stopped = true;
    this.cancelSettle?.();
    for (const ticker of Object.values(this.tickers)) {
      ticker.every(null);
    }
    for (const source of this.deps.sources.toReversed()) {
      this.health.attempt(`source ${source.name}`, () => source.stop(reason));
    }
    await this.link.stop(reason);
    this.deps.spool.close();
  }

  private begin(welcome: Welcome): void {
    this.allowedSignals = welcome.config.allowedSignals;
    this.processesKnown = false;
    this.socketsKnown = false;
    this.inventoryKnown = false;
    this.tickers.inventory.every(welcome.accepts?.includes('inventory') ? inventoryMs : null);
    this.follow(welcome.watch);
  }

  private follow(watch: Watch): void {
    this.watch = watch;
    this.tickers.metrics.every(watch.metricsMs);
    this.tickers.processes.every(watch.processesMs);
    this.tickers.sockets.every(watch.socketsMs);
  }

  /** Nobody looks: numbers go on at the slow rhythm, to be sent later; tables wait for the next session. */
  private rest(): void {
    this.allowedSignals = [];
    if (this.stopped) {
      return;
    }
    this.tickers.inventory.every(null);
    this.follow({ metricsMs: restWatch.metricsMs, processesMs: null, socketsMs: null });
  }

  private measure(): void {
    if (this.link.congested) {
      this.skippedRounds++;
      return;
    }
    const nowMs = this.deps.clock.wallMs();
    const samples: Sample[] = [];
    const missing: string[] = [...this.missingSources];
    for (const collector of this.deps.collectors) {
      // A failure is not "nothing to read": it has a series of its own.
      const found = this.health.attempt(collector.name, () => collector.collect(nowMs) ?? 'nothing');
      if (found === 'nothing') {
        missing.push(collector.name);
      } else if (found !== null) {
        samples.push(...found);
      }
    }
    this.missing = missing;
    samples.push(...this.health.samples(), ...linkSamples({ ...this.deps.spool.counts, skippedRounds: this.skippedRounds }));
    this.link.sendFrame({ timeMs: nowMs, intervalMs: this.watch.metricsMs, samples });
  }

  private sendProcesses(): void {
    if (!this.canSend()) {
      return;
    }
    const { processes, clock } = this.deps;
    const nowMs = clock.wallMs();
    const snapshot = this.health.attempt('processes', () => (this.processesKnown ? processes.refresh(nowMs) : processes.full(nowMs)));
    if (snapshot) {
      this.processesKnown = true;
      this.link.sendProcesses(snapshot);
    }
  }

  private sendSockets(): void {
    if (!this.canSend()) {
      return;
    }
    const { sockets, clock } = this.deps;
    const nowMs = clock.wallMs();
    const snapshot = this.health.attempt('sockets', () => (this.socketsKnown ? sockets.refresh(nowMs) : sockets.full(nowMs)));
    if (snapshot) {
      this.socketsKnown = true;
      this.link.sendSockets(snapshot);
    }
  }

  private sendInventory(): void {
    if (!this.canSend()) {
      return;
    }
    const { inventory, clock } = this.deps;
    const nowMs = clock.wallMs();
    const snapshot = this.health.attempt('inventory', () =>
      this.inventoryKnown ? (inventory.refresh(nowMs) ?? 'unchanged') : inventory.full(nowMs),
    );
    if (snapshot && snapshot !== 'unchanged') {
      this.inventoryKnown = true;
      this.link.sendInventory(snapshot);
    }
  }

  /** The changes that the answer holds would be missing from the next difference, so that is all of them again. */
  private readSockets(): SocketSnapshot {
    this.socketsKnown = false;
    return this.deps.sockets.full(this.deps.clock.wallMs());
  }

  /** What is not sent now is in the difference of the next round. */
  private canSend(): boolean {
    if (this.link.congested) {
      this.skippedRounds++;
      return false;
    }
    return this.link.connected;
  }

  private checkFacts(): void {
    const facts = this.health.attempt('facts', () => this.deps.readFacts(this.missing));
    if (facts && JSON.stringify(facts) !== JSON.stringify(this.facts)) {
      this.facts = facts;
      this.link.sendFacts(facts);
    }
  }

  private async answer(command: Command): Promise<void> {
    this.link.sendResult(await this.dispatcher.dispatch(command));
  }

  /** After an action the server sees its effect at once; several actions together make one snapshot. */
  private settle(): void {
    if (this.stopped) {
      return;
    }
    this.cancelSettle ??= this.deps.clock.after(settleMs, () => {
      this.cancelSettle = null;
      this.sendState();
    });
  }

  private sendState(): void {
    this.sendProcesses();
    this.sendSockets();
  }
}
