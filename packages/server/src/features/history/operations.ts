import { AppError, HostChangeKindSchema, type HostUsage, parseMoment, type Text, text } from '@vigie/contract';
import type { Hosts } from '../../latest/port.ts';
import type { QueryHandler } from '../../operations/types.ts';
import type { HistoryStore } from '../../storage/history/index.ts';
import type { MetricStore } from '../../storage/metrics/index.ts';
import { compareStates } from './diff.ts';
import { missingAt, type Part, presentMoment, stateAt } from './moment.ts';
import { totalOf } from './totals.ts';
import { rankUsage } from './usage.ts';

export interface HistoryDeps {
  readonly hosts: Hosts;
  readonly history: HistoryStore;
  readonly metrics: MetricStore;
  readonly now: () => number;
}

export interface HistoryHandlers {
  readonly 'host.at': QueryHandler<'host.at'>;
  readonly 'host.diff': QueryHandler<'host.diff'>;
  readonly 'host.usage': QueryHandler<'host.usage'>;
}

const longestUsageMs = 7 * 86_400_000;
const units: Readonly<Record<HostUsage['resource'], HostUsage['unit']>> = {
  cpu: 'cores',
  memory: 'bytes',
  disk: 'bytes_per_second',
  network: 'bytes_per_second',
};

/** What processes share that are in none. */
const nameless: Readonly<Record<HostUsage['by'], Text>> = {
  process: text('unknown', 'inconnu'),
  unit: text('outside of units', 'hors unité'),
  container: text('outside of containers', 'hors conteneur'),
  user: text('unknown', 'inconnu'),
};

export function createHistoryHandlers(deps: HistoryDeps): HistoryHandlers {
  const { hosts, history, metrics, now } = deps;
  const moment = (path: string, value: string): number => requirePast(path, value, now());
  return {
    'host.at': {
      async run(input, { actor }) {
        const { id } = hosts.require(input.host);
        const parts = new Set(input.include.split(',') as Part[]);
        return presentMoment(deps, id, moment('time', input.time), parts, actor.language);
      },
    },
    'host.diff': {
      async run(input, { actor }) {
        const host = hosts.require(input.host);
        const other = input.other === undefined ? host : hosts.require(input.other);
        const kinds = requireKinds(input.kinds);
        const toMs = moment('to', input.to);
        const fromMs = input.other === undefined ? moment('from', input.from) : toMs;
        const before = { host: other, timeMs: fromMs, state: stateAt(deps, other.id, fromMs) };
        const after = { host, timeMs: toMs, state: stateAt(deps, host.id, toMs) };
        const sides = [before, after];
        const isKnown = sides.every(({ state }) => state.measuredMs !== null);
        const found = isKnown ? compareStates(before.state, after.state, kinds, actor.language) : [];
        return {
          before: { host: other.id, hostName: other.name, time: new Date(fromMs).toISOString() },
          after: { host: host.id, hostName: host.name, time: new Date(toMs).toISOString() },
          count: found.length,
          items: found.slice(0, input.limit),
          missing: sides.flatMap(({ host: { id, name }, timeMs, state }) => {
            const why = missingAt(history, id, state, timeMs);
            return why === null
              ? []
              : [`${name}, ${new Date(timeMs).toISOString()}${actor.language === 'fr' ? '\u00a0' : ''}: ${why[actor.language]}`];
          }),
        };
      },
    },
    'host.usage': {
      async run(input, { actor, signal }) {
        const { id } = hosts.require(input.host);
        const { resource, by } = input;
        const fromMs = moment('from', input.from);
        const toMs = moment('to', input.to);
        if (toMs <= fromMs || toMs - fromMs > longestUsageMs) {
          throw invalid('from', text('must be before `to`, by at most 7 days', 'doit précéder `to`, de 7 jours au plus'));
        }
        const { tallies, coveredRatio } = await rankUsage(history, id, { fromMs, toMs }, resource, by, signal);
        const total = totalOf(metrics, id, resource, fromMs, toMs);
        return {
          host: id,
          from: new Date(fromMs).toISOString(),
          to: new Date(toMs).toISOString(),
          resource,
          by,
          unit: units[resource],
          total,
          coveredRatio: Math.round(coveredRatio * 1000) / 1000,
          count: tallies.length,
          items: tallies.slice(0, input.limit).map(({ key, row, average, peak, peakMs, firstMs, lastMs, running }) => {
            const isProcess = by === 'process';
            return {
              key,
              name: isProcess ? row.name : key || nameless[by][actor.language],
              command: isProcess ? row.cmdline.join(' ') : null,
              pid: isProcess ? row.pid : null,
              start_ticks: isProcess ? row.startTicks : null,
              username: isProcess || by === 'user' ? row.user : null,
              unit: isProcess || by === 'unit' ? row.unit : null,
              container: isProcess || by === 'container' ? row.container : null,
              average: rounded(average),
              peak: rounded(peak),
              peakAt: new Date(peakMs).toISOString(),
              share: total === null || total <= 0 ? null : Math.min(1, Math.round((average / total) * 10_000) / 10_000),
              firstSeen: new Date(firstMs).toISOString(),
              lastSeen: new Date(lastMs).toISOString(),
              running: running > 0,
            };
          }),
        };
      },
    },
  };
}

const rounded = (value: number) => Number(value.toPrecision(6));

/** What lies ahead is now. */
function requirePast(path: string, value: string, nowMs: number): number {
  const ms = parseMoment(value, nowMs);
  if (ms === null || Math.abs(ms) > 8.64e15) {
    throw invalid(path, text('expected now, now-6h, RFC 3339 or milliseconds', 'attendu : now, now-6h, RFC 3339 ou des millisecondes'));
  }
  return Math.min(ms, nowMs);
}

function requireKinds(list: string | undefined): ReadonlySet<string> | null {
  if (list === undefined) {
    return null;
  }
  const kinds = list.split(',').map((kind) => kind.trim());
  const all: readonly string[] = HostChangeKindSchema.options;
  const unknown = kinds.filter((kind) => !all.includes(kind));
  if (unknown.length > 0) {
    throw invalid(
      'kinds',
      text(`“${unknown[0]}” is not one of: ${all.join(', ')}`, `« ${unknown[0]} » n’est pas parmi : ${all.join(', ')}`),
    );
  }
  return new Set(kinds);
}

function invalid(path: string, message: { readonly en: string; readonly fr: string }): AppError {
  return new AppError('invalid_input', { details: [{ path, message }] });
}
