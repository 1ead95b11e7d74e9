import type { MetricSeries } from '@vigie/contract/agent';
import { enrolHosts } from '@vigie/server/testing/enrol-hosts';
import { Ledger } from '@vigie/testkit';
import type { RunningVigie } from '../../e2e/harness/vigie.ts';
import { backoffMs } from '../../packages/agent/src/link/backoff.ts';
import { SoakAgent } from '../soak/agent.ts';
import { type GeneratedHost, generatedSeries, generateHost } from '../store/generate.ts';

const generated = 193;
const enterAtOnce = 20;
const turnMs = 100;
const intervalMs = 10_000;

const gauge = (name: string, labels: Readonly<Record<string, string>> = {}): MetricSeries => ({ name, labels, kind: 'gauge' });
const disk = { device: '/dev/vda', mountpoint: '/', fstype: 'ext4' };
/** What the page of hosts shows of each. */
const shown: readonly MetricSeries[] = [
  { name: 'node_cpu_seconds_total', labels: { cpu: '0', mode: 'idle' }, kind: 'counter' },
  gauge('node_memory_MemTotal_bytes'),
  gauge('node_memory_MemAvailable_bytes'),
  gauge('node_load1'),
  gauge('node_filesystem_size_bytes', disk),
  gauge('node_filesystem_free_bytes', disk),
  gauge('node_filesystem_avail_bytes', disk),
];

/** Generated values, and those of a host that is well: no two the same, and each a little other every time. */
function figuresOf(at: number): GeneratedHost {
  const others = generateHost(at + 1, generated);
  const gib = 2 ** 30;
  let idleSeconds = 1000 * at;
  let lastMs = Date.now();
  return {
    next: () => {
      const nowMs = Date.now();
      const wave = Math.sin(nowMs / 60_000 + at);
      idleSeconds += ((nowMs - lastMs) / 1000) * (0.7 + 0.2 * wave);
      lastMs = nowMs;
      const free = (40 + 10 * wave) * gib;
      return Float64Array.from([...others.next(), idleSeconds, 16 * gib, (6 + 2 * wave) * gib, 1 + wave, 100 * gib, free, free * 0.95]);
    },
  };
}

/** Simulated agents that dial again when the link breaks, with the waits of the real one. */
export class Fleet {
  private readonly ledger = new Ledger();
  private readonly series = [...generatedSeries(generated), ...shown];
  private agents: SoakAgent[] = [];
  private going = true;
  private sending: Promise<void> = Promise.resolve();
  /** When each was let in again, in milliseconds after `since`. */
  private back: number[] = [];
  private since = 0;

  private constructor(
    private readonly port: number,
    private readonly hosts: Awaited<ReturnType<typeof enrolHosts>>,
  ) {}

  /** Makes so many hosts known, starts the server again, and connects them all. */
  static async join(vigie: RunningVigie, count: number): Promise<Fleet> {
    const hosts = await enrolHosts(vigie.dataDir, count);
    await vigie.restart();
    const fleet = new Fleet(vigie.agentPort, hosts);
    for (let from = 0; from < hosts.length; from += enterAtOnce) {
      await Promise.all(hosts.slice(from, from + enterAtOnce).map((_, at) => fleet.enter(from + at)));
    }
    return fleet;
  }

  get samplesPerSecond(): number {
    return (this.hosts.length * (generated + shown.length + 1) * 1000) / intervalMs;
  }

  hostId(at: number): string {
    return this.hosts[at]?.hostId ?? '';
  }

  /** Each sends a frame every 10 s, at a moment of its own; the first of them every second, as one does that is watched. */
  send(): void {
    this.sending = (async () => {
      const startedAt = performance.now();
      for (let turn = 0; this.going; turn++) {
        const nowMs = Date.now();
        for (const [at, agent] of this.agents.entries()) {
          const every = at === 0 ? 1000 / turnMs : intervalMs / turnMs;
          if ((turn + at) % every === 0 && agent.closed === null && agent.isIn) {
            agent.sendFrame(nowMs);
          }
        }
        await Bun.sleep(Math.max(0, startedAt + (turn + 1) * turnMs - performance.now()));
      }
    })();
  }

  /** From now on it is measured how long each takes to come back. */
  watchReturn(): void {
    this.back = [];
    this.since = performance.now();
  }

  get returned(): readonly number[] {
    return this.back;
  }

  async close(): Promise<void> {
    this.going = false;
    await this.sending;
    for (const agent of this.agents) {
      agent.close();
    }
  }

  private enter(at: number): Promise<void> {
    return this.dial(at, 0).ready();
  }

  private dial(at: number, attempt: number): SoakAgent {
    const host = this.hosts[at];
    if (!host) {
      throw new Error(`there is no host ${at}`);
    }
    const agent: SoakAgent = new SoakAgent({
      host,
      port: this.port,
      series: this.series,
      values: figuresOf(at),
      frames: this.ledger,
      events: this.ledger,
      acknowledged: () => undefined,
      ended: () => void this.again(at, agent.isIn ? 0 : attempt + 1),
    });
    this.agents[at] = agent;
    return agent;
  }

  private async again(at: number, attempt: number): Promise<void> {
    await Bun.sleep(backoffMs(attempt, Math.random()));
    if (!this.going) {
      return;
    }
    try {
      await this.dial(at, attempt).ready();
      this.back.push(performance.now() - this.since);
    } catch {
      // Its end has begun the next try.
    }
  }
}
