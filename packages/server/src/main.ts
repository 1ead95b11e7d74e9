import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Language, text } from '@vigie/contract';
import type { EventBatch } from '@vigie/contract/agent';
import { type App, buildApp } from './app.ts';
import { openAuthority } from './ca/index.ts';
import { presentAuditEntry } from './features/audit/index.ts';
import { createEventIntake } from './features/events/index.ts';
import { WriteWatch } from './features/health/index.ts';
import { recordHosts } from './features/history/index.ts';
import { createDamageRecorder } from './features/store/index.ts';
import { type Gateway, startGateway } from './gateway/index.ts';
import { Latest, loadHosts, saveFacts, saveLocalHost } from './latest/index.ts';
import { createLive } from './live/index.ts';
import { prepareIdentity } from './local-agent/index.ts';
import { recoverActions } from './operations/index.ts';
import { runLocalAgent } from './parts/local-agent.ts';
import { keepFrames, keepHouse } from './parts/metrics.ts';
import { listenError, serve } from './parts/serve.ts';
import { openInstallation } from './platform/auth/index.ts';
import { systemClock } from './platform/clock.ts';
import type { LoadedConfig } from './platform/config/index.ts';
import { dataError } from './platform/data-error.ts';
import { lockDataDirectory } from './platform/data-lock.ts';
import { watchEventLoop } from './platform/event-loop.ts';
import { type AssetSource, directoryAssets, fileAssets } from './platform/http/index.ts';
import { createLogger } from './platform/log/index.ts';
import { keepReserve } from './platform/reserve.ts';
import { systemTimers } from './platform/timers.ts';
import { openInstallationVault } from './platform/vault/index.ts';
import { SqliteEventStore } from './storage/events/index.ts';
import { SqliteHistoryStore } from './storage/history/index.ts';
import { openState } from './storage/index.ts';
import { SeriesPool, SqliteMetricStore } from './storage/metrics/index.ts';

const healthLookMs = 15_000;

export interface StartOptions {
  readonly config: LoadedConfig;
  /** The built page: its folder, or path → file as the compiled program brings it along. */
  readonly page: string | ReadonlyMap<string, string>;
  /** How this program starts itself as an agent; the agent's flags follow. Null starts none. */
  readonly agent: { readonly command: readonly string[]; readonly environment: Readonly<Record<string, string>> } | null;
  /** `linux-x64` → file: what hosts install. */
  readonly programs: ReadonlyMap<string, string>;
  readonly language: Language;
  /** For the person who starts it. */
  readonly print: (line: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly agentUrl: string;
  /** Stops in order. May be called more than once. */
  stop(): Promise<void>;
}

/** Opens, builds and starts everything. Throws StartError when it cannot; what was already open is closed again. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { config } = options.config;
  const { dataDir } = config;
  const clock = systemClock;
  const { now } = clock;
  const log = createLogger({ level: config.logLevel, clock, write: (line) => void process.stderr.write(line) });
  const report = (error: unknown): void => log.error('something went wrong inside', { error });
  const closing: (() => unknown)[] = [];
  /** What was opened last is closed first; one that fails does not keep the others open. */
  const stop = async (): Promise<void> => {
    for (let close = closing.pop(); close; close = closing.pop()) {
      await Promise.resolve().then(close).catch(report);
    }
  };
  let ready = false;
  const loop = watchEventLoop();
  closing.push(loop.stop);

  try {
    closing.push(lockDataDirectory(dataDir));
    const reserve = keepReserve(dataDir);
    closing.push(() => reserve.stop());
    const db = await openState(join(dataDir, 'state.db'));
    closing.push(() => db.destroy());
    const interrupted = await recoverActions(db, now());
    if (interrupted.unknown + interrupted.failed > 0) {
      log.warn('actions were interrupted by the last stop', interrupted);
    }
    const events = new SqliteEventStore({ path: join(dataDir, 'events.db') });
    closing.push(() => events.close());
    closing.push(keepHouse(events, now, report));
    const recordDamage = createDamageRecorder({ events, now, report });
    const pool = new SeriesPool();
    const metrics = new SqliteMetricStore({
      pool,
      path: join(dataDir, 'metrics.db'),
      now,
      reserveBytes: 16_000_000,
      onProblem: (problem) => {
        log.error('a block of figures is damaged and set aside', { problem });
        recordDamage(problem);
      },
    });
    closing.push(() => metrics.close());
    closing.push(keepHouse(metrics, now, report));

    const history = new SqliteHistoryStore({
      path: join(dataDir, 'history.db'),
      reserveBytes: 16_000_000,
      onProblem: (problem) => log.error('a block of states is damaged and set aside', { problem }),
      onRefused: (error) => log.error('states of hosts could not be kept', { error }),
    });
    closing.push(() => history.close());
    closing.push(keepHouse(history, now, report));

    const { organizationId } = await openInstallation(db, { organizationName: hostname() });
    const vault = openInstallationVault(config);
    const authority = await openAuthority({ directory: join(dataDir, 'ca'), vault, now });
    const agentDirectory = join(dataDir, 'agent');
    const identity = await prepareIdentity(agentDirectory, authority, now);
    await saveLocalHost(db, { id: identity.hostId, name: hostname(), organizationId, nowMs: now() });
    const writes = new WriteWatch(now);
    const keep = keepFrames(metrics);
    const hosts = new Latest(
      {
        now,
        report: (message) => log.warn(message),
        remember: (hostId, facts, agentVersion) => void saveFacts(db, hostId, facts, agentVersion).catch(report),
        pool,
        keepFrame: (hostId, frame) => writes.watch('figures', keep(hostId, frame)),
      },
      await loadHosts(db),
    );
    closing.push(() => hosts.stop());
    closing.push(recordHosts({ hosts, history, now }));

    const intake = createEventIntake({ events, hostName: (id) => hosts.require(id).name, now, report });

    let gateway: Gateway | null = null;
    const app = await buildApp({
      db,
      config: options.config,
      hosts,
      hostBook: hosts,
      authority,
      programs: options.programs,
      agentPort: () => gateway?.port ?? config.agentListen.port,
      metrics,
      events,
      history,
      clock,
      log,
      assets: openPage(options.page),
      serverPids: [process.pid],
      spendReserve: reserve.spend,
      notReady: () => (ready ? null : 'starting'),
      writes,
      loop,
    });
    closing.push(systemTimers.every(healthLookMs, () => void app.health.look()));
    await createConfiguredOwner(app, config);

    const peers = new WeakMap<Request, string | null>();
    const live = createLive({
      hosts,
      redeem: app.tickets.redeem,
      stillValid: app.authenticator.isStillValid,
      isAllowedOrigin: (request) => app.site.isAllowedOrigin(request, peers.get(request) ?? null),
      onAudit: (listener) => app.audit.onEntry((record) => listener((actor) => presentAuditEntry(record, actor.language))),
      onEvents: intake.onKept,
      report,
    });
    gateway = await openGateway();
    const agentPort = gateway.port;
    closing.push(gateway.stop);
    const server = serve({ app, live, listen: config.listen, log, peers });
    closing.push(() => server.stop(true));
    closing.push(() => live.stop());
    if (options.agent) {
      const agent = runLocalAgent({
        ...options.agent,
        directory: agentDirectory,
        authority,
        identity,
        serverUrl: `wss://${showHost(reachableHost(config.agentListen.host))}:${agentPort}`,
        now,
        report: (message) => log.warn(message),
      });
      closing.push(() => agent.stop());
    }
    ready = true;

    async function openGateway() {
      const pair = await authority.serverPair([config.agentListen.host]);
      const sink = {
        sink: hosts,
        isKnownHost: (hostId: string) => hosts.knows(hostId),
        internSeries: pool.intern,
        config: { allowedSignals: config.signals },
        certify: (hostId: string, publicKey: string) => authority.issueAgentCertificate(hostId, publicKey),
        keepEvents: (hostId: string, batch: EventBatch) => writes.watch('events', intake.keep(hostId, batch)),
      };
      try {
        const { host: hostname, port } = config.agentListen;
        return startGateway({
          ...sink,
          hostname,
          port,
          pair,
          authority: authority.certificate,
          now,
          report: (message) => log.info(message),
        });
      } catch (cause) {
        throw listenError(config.agentListen, cause);
      }
    }

    const url = config.publicUrl?.origin ?? `http://${showHost(config.listen.host)}:${server.port}`;
    await greet(app, url, options);
    return { url, agentUrl: `wss://${showHost(config.agentListen.host)}:${agentPort}`, stop };
  } catch (error) {
    await stop();
    throw dataError(dataDir, error);
  }
}

function openPage(page: StartOptions['page']): AssetSource | null {
  return typeof page === 'string' ? directoryAssets(page) : fileAssets(page);
}

async function createConfiguredOwner(app: App, { ownerEmail, ownerPassword }: LoadedConfig['config']): Promise<void> {
  if (ownerEmail !== null && ownerPassword !== null && !app.setup.isDone()) {
    const person = await app.setup.createOwner({
      name: ownerEmail.split('@')[0] ?? ownerEmail,
      email: ownerEmail,
      password: ownerPassword,
    });
    await app.audit.appendSignIn({
      action: 'SETUP_COMPLETED',
      user: person.email,
      userId: person.id,
      address: null,
      door: 'system',
      organizationId: app.installation.organizationId,
      result: text(`${person.email} is the owner, by the configuration`, `${person.email} est propriétaire, par la configuration`),
    });
  }
}

/** The address, and the code that makes the first owner. */
async function greet(app: App, url: string, { print, language }: StartOptions): Promise<void> {
  print(text(`Vigie is ready: ${url}`, `Vigie est prêt : ${url}`)[language]);
  const code = await app.setup.newCode();
  if (code !== null) {
    print(text(`Set-up code (once): ${code}`, `Code d’installation (une fois) : ${code}`)[language]);
  }
}

/** Where the agent of this machine reaches a port that listens on `host`. */
function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

function showHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
