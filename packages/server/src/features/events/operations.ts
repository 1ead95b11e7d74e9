import { AppError, kindsOf, parseEventFilter, parseMoment, severitiesFrom, text } from '@vigie/contract';
import type { Hosts } from '../../latest/index.ts';
import type { QueryHandler } from '../../operations/types.ts';
import type { EventStore } from '../../storage/events/index.ts';
import { presentEvent, presentGap } from './present.ts';

export interface EventDeps {
  readonly hosts: Hosts;
  readonly events: EventStore;
  readonly now: () => number;
}

export interface EventHandlers {
  readonly 'event.list': QueryHandler<'event.list'>;
  readonly 'event.count': QueryHandler<'event.count'>;
  readonly 'gap.list': QueryHandler<'gap.list'>;
}

export function createEventHandlers(deps: EventDeps): EventHandlers {
  const names = (): ((id: string) => string) => {
    const known = new Map(deps.hosts.list().map((host) => [host.id, host.name]));
    return (id) => known.get(id) ?? id;
  };
  return {
    'event.list': {
      async run(input, { actor }) {
        const filter = parseEventFilter(input.q ?? '');
        if (!filter.ok) {
          throw invalid('q', filter.error);
        }
        const { terms } = filter;
        const kinds = input.kind === undefined ? terms.kinds : requireKinds(input.kind, terms.kinds);
        const least = input.severity ?? terms.severity;
        const nameOf = names();
        if (kinds?.length === 0) {
          return { count: 0, items: [], next: null };
        }
        const { items, next } = deps.events.page({
          hostId: input.host === undefined ? undefined : deps.hosts.require(input.host).id,
          kinds: kinds ?? undefined,
          severities: least === null ? undefined : severitiesFrom(least),
          fields: terms.fields,
          words: terms.words,
          fromMs: moment('from', input.from, deps.now()),
          toMs: moment('to', input.to, deps.now()),
          before: input.before === undefined ? undefined : Number(input.before),
          after: input.after === undefined ? undefined : Number(input.after),
          limit: input.limit,
        });
        return {
          count: items.length,
          items: items.map((event) => presentEvent(event, nameOf(event.hostId), actor.language)),
          next: next === null ? null : String(next),
        };
      },
    },
    'event.count': {
      async run(input) {
        const filter = parseEventFilter(input.q ?? '');
        if (!filter.ok) {
          throw invalid('q', filter.error);
        }
        const { terms } = filter;
        const kinds = input.kind === undefined ? terms.kinds : requireKinds(input.kind, terms.kinds);
        const least = input.severity ?? terms.severity;
        const fromMs = moment('from', input.from, deps.now()) ?? 0;
        const toMs = moment('to', input.to, deps.now()) ?? 0;
        if (toMs <= fromMs) {
          throw invalid('from', text('must be before `to`', 'doit précéder `to`'));
        }
        const nothing = () => new Array<number>(input.steps).fill(0);
        const counts =
          kinds?.length === 0
            ? null
            : deps.events.count({
                hostId: input.host === undefined ? undefined : deps.hosts.require(input.host).id,
                kinds: kinds ?? undefined,
                severities: least === null ? undefined : severitiesFrom(least),
                fields: terms.fields,
                words: terms.words,
                fromMs,
                toMs,
                steps: input.steps,
              });
        return {
          fromMs,
          toMs,
          stepMs: (toMs - fromMs) / input.steps,
          info: counts ? [...counts.info] : nothing(),
          warning: counts ? [...counts.warning] : nothing(),
          critical: counts ? [...counts.critical] : nothing(),
        };
      },
    },
    'gap.list': {
      async run(input, { actor }) {
        const nameOf = names();
        const gaps = deps.events.gaps({
          hostId: input.host === undefined ? undefined : deps.hosts.require(input.host).id,
          fromMs: moment('from', input.from, deps.now()),
          toMs: moment('to', input.to, deps.now()),
          limit: input.limit,
        });
        return { count: gaps.length, items: gaps.map((gap) => presentGap(gap, nameOf(gap.hostId), actor.language)) };
      },
    },
  };
}

/** Both the member and the filter may name kinds: what both ask for. */
function requireKinds(name: string, filtered: readonly string[] | null): readonly string[] {
  const kinds: readonly string[] = kindsOf(name);
  if (kinds.length === 0) {
    throw invalid('kind', text(`no kind is called “${name}”`, `aucun genre ne s’appelle « ${name} »`));
  }
  return filtered === null ? kinds : kinds.filter((kind) => filtered.includes(kind));
}

function moment(path: string, value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const ms = parseMoment(value, nowMs);
  if (ms === null) {
    throw invalid(path, text('expected now, now-6h, RFC 3339 or milliseconds', 'attendu : now, now-6h, RFC 3339 ou des millisecondes'));
  }
  return ms;
}

function invalid(path: string, message: { readonly en: string; readonly fr: string }): AppError {
  return new AppError('invalid_input', { details: [{ path, message }] });
}
