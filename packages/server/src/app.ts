import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import type { Authority } from './ca/index.ts';
import { type AuditStore, createAuditStore } from './features/audit/index.ts';
import { createBackupHandlers } from './features/backup/index.ts';
import { createConfigHandlers } from './features/config/index.ts';
import { createDashboardHandlers, createDashboardStore } from './features/dashboards/index.ts';
import { createEnrolmentBook, createEnrolmentHandlers, createInstallSource, type Programs } from './features/enrolment/index.ts';
import { createHealth, createHealthHandlers, type Health, WriteWatch } from './features/health/index.ts';
import { createHostManagement } from './features/hosts/index.ts';
import { createPrometheusSource } from './features/metrics/index.ts';
import { createPreferencesHandlers, createPreferencesStore } from './features/preferences/index.ts';
import { applyRetention, createRetentionHandlers, createRetentionStore } from './features/retention/index.ts';
import { createSessionHandlers } from './features/session/index.ts';
import { createSetupHandlers } from './features/setup/index.ts';
import { createStoreHandlers } from './features/store/index.ts';
import { createTokenHandlers } from './features/tokens/index.ts';
import type { HostBook, Hosts } from './latest/port.ts';
import { type AccountHandlers, buildHandlers } from './operations/handlers.ts';
import { createRunner } from './operations/index.ts';
import type { Runner } from './operations/types.ts';
import {
  type Authenticator,
  createAccounts,
  createAuthenticator,
  createSessions,
  createSignIn,
  createTickets,
  type Installation,
  openInstallation,
  openSetup,
  openTokenBook,
  type Setup,
  signInOnFullDisk,
  type Tickets,
  type TokenBook,
} from './platform/auth/index.ts';
import type { Clock } from './platform/clock.ts';
import { describeSettings, type LoadedConfig } from './platform/config/index.ts';
import { type EventLoop, stillLoop } from './platform/event-loop.ts';
import { type AssetSource, createHttp, createSite, type Http, type Site } from './platform/http/index.ts';
import type { Logger } from './platform/log/index.ts';
import type { EventStore } from './storage/events/index.ts';
import type { HistoryStore } from './storage/history/index.ts';
import type { StateSchema } from './storage/index.ts';
import type { MetricStore } from './storage/metrics/index.ts';

export interface AppDeps {
  readonly db: Kysely<StateSchema>;
  readonly config: LoadedConfig;
  readonly hosts: Hosts;
  readonly hostBook: HostBook;
  readonly authority: Authority;
  /** The port agents dial, once it listens. */
  readonly agentPort: () => number;
  /** The one program for each platform, that hosts install. None when absent. */
  readonly programs?: Programs;
  readonly metrics: MetricStore;
  readonly events: EventStore;
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Null when the page is not built. */
  readonly assets: AssetSource | null;
  /** What the local agent must know as the server. */
  readonly serverPids: readonly number[];
  /** Gives back room on the disk that is kept for signing in; false when there is none. */
  readonly spendReserve?: () => boolean;
  /** Null when the server can work; otherwise what is missing. Null when absent. */
  readonly notReady?: () => string | null;
  /** Which store refuses to write. None does when absent. */
  readonly writes?: WriteWatch;
  /** How late the event loop is. Never when absent. */
  readonly loop?: EventLoop;
}

/** The whole server without a socket. */
export interface App {
  readonly fetch: Http['fetch'];
  readonly admitSocket: Http['admitSocket'];
  readonly routes: Http['routes'];
  readonly runner: Runner;
  readonly audit: AuditStore;
  readonly authenticator: Authenticator;
  readonly tickets: Tickets;
  readonly tokens: TokenBook;
  readonly setup: Setup;
  readonly site: Site;
  readonly installation: Installation;
  readonly health: Health;
}

export async function buildApp(deps: AppDeps): Promise<App> {
  const { db, clock, log, hosts } = deps;
  const { config } = deps.config;
  const report = (error: unknown): void => log.error('something went wrong inside', { error });

  const installation = await openInstallation(db, { organizationName: hostname() });
  const { organizationId, organizationName } = installation;
  const audit = createAuditStore({ db, clock, report });
  const setup = await openSetup({ db, clock });
  const tokens = await openTokenBook({ db, clock, ownerToken: config.token, report });
  const preferences = createPreferencesStore({ db, clock });
  const retention = createRetentionStore({ db });
  applyRetention(deps, await retention.get(organizationId));
  const accounts = createAccounts({ db, secret: installation.secret, baseUrl: config.publicUrl ?? new URL('http://localhost'), log });
  const sessions = createSessions({ accounts, clock });
  const tickets = createTickets({ clock });
  const authenticator = createAuthenticator({ tokens, sessions, audit, clock, organizationId, languageOf: preferences.languageOf, report });
  const signIn = signInOnFullDisk(createSignIn({ accounts, sessions, audit, clock, organizationId }), deps.spendReserve ?? (() => false));

  const loop = deps.loop ?? stillLoop;
  const health = createHealth({
    now: clock.now,
    hosts,
    metrics: deps.metrics,
    events: deps.events,
    writes: deps.writes ?? new WriteWatch(clock.now),
    loop,
  });
  const accountHandlers: AccountHandlers = {
    ...createHealthHandlers({ clock, health }),
    ...createSessionHandlers({ preferences, setup, organizationName }),
    ...createSetupHandlers({ setup, audit }),
    ...createPreferencesHandlers({ preferences }),
    ...createConfigHandlers({ settings: describeSettings(deps.config) }),
    ...createTokenHandlers({ tokens, clock }),
    ...createHostManagement({ db, hosts, book: deps.hostBook, clock }),
    ...createEnrolmentHandlers({
      book: createEnrolmentBook({ db, clock, fingerprint: deps.authority.fingerprint }),
      authority: deps.authority,
      hosts: deps.hostBook,
      agentPort: { host: config.agentListen.host, port: deps.agentPort, url: config.agentUrl },
      clock,
    }),
    ...createDashboardHandlers({ dashboards: createDashboardStore({ db, clock }) }),
    ...createRetentionHandlers({
      retention,
      apply: (durations) => applyRetention(deps, durations),
      bytes: () => ({ figures: deps.metrics.size().bytes, events: deps.events.size().bytes, states: deps.history.size().bytes }),
    }),
    ...createStoreHandlers({ metrics: deps.metrics, history: deps.history }),
    ...createBackupHandlers({
      dataDir: config.dataDir,
      clock,
      settle: () => {
        deps.metrics.flush();
        deps.history.flush();
      },
    }),
  };
  const handlers = buildHandlers({
    db,
    hosts,
    audit,
    metrics: deps.metrics,
    events: deps.events,
    history: deps.history,
    now: clock.now,
    serverPids: deps.serverPids,
    allowedSignals: config.signals,
    accounts: accountHandlers,
  });
  const verifyPassword = (actor: { readonly id: string }, password: string): Promise<boolean> =>
    accounts.verifyPassword(actor.id, password);
  const runner = createRunner({ db, handlers, hosts, clock, audit, report, verifyPassword });

  const site = createSite(config);
  const http = createHttp({
    runner,
    authenticator,
    signIn,
    tickets,
    site,
    prometheus: createPrometheusSource({ hosts, metrics: deps.metrics, now: clock.now, loop }),
    install: createInstallSource({ authority: deps.authority, programs: deps.programs ?? new Map() }),
    assets: deps.assets,
    https: config.publicUrl?.protocol === 'https:',
    notReady: deps.notReady ?? (() => null),
    log,
  });
  return {
    fetch: http.fetch,
    admitSocket: http.admitSocket,
    routes: http.routes,
    runner,
    audit,
    authenticator,
    tickets,
    tokens,
    setup,
    site,
    installation,
    health,
  };
}
