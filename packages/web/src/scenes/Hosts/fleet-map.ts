import { type HostRow, stateOrder } from './rows.ts';

/** What the fill of a tile says; `state` fills none. */
export const fills = ['cpu', 'memory', 'disk', 'state'] as const;
export type Fill = (typeof fills)[number];

export const groupings = ['site', 'tag', 'system', 'state', 'none'] as const;
export type Grouping = (typeof groupings)[number];

export const views = ['both', 'tiles', 'table'] as const;
export type FleetView = (typeof views)[number];

/** From where a share in percent wants a look, and from where it wants one now. */
export const limits = { cpu: [90, 98], memory: [90, 97], disk: [85, 95] } as const;

export type FigureTone = 'warn' | 'bad';

export function toneOfFigure(figure: keyof typeof limits, value: number): FigureTone | undefined {
  const [warn, bad] = limits[figure];
  return value >= bad ? 'bad' : value >= warn ? 'warn' : undefined;
}

export interface Tile {
  /** What is not known is never well. */
  readonly tone: 'ok' | 'warn' | 'bad' | 'unknown';
  /** How full it is drawn, in percent; null where there is nothing to fill. */
  readonly share: number | null;
}

/** A host as a tile. Its state comes first; only of one that answers can a figure be worse. */
export function tileOf(row: HostRow, fill: Fill): Tile {
  const { state } = row.host;
  if (state === 'down' || state === 'unknown') {
    return { tone: state === 'down' ? 'bad' : 'unknown', share: null };
  }
  const value = fill === 'state' ? null : row[fill];
  const worse = value === null || fill === 'state' ? undefined : toneOfFigure(fill, value);
  if (fill !== 'state' && value === null) {
    return { tone: state === 'late' ? 'warn' : 'unknown', share: null };
  }
  return { tone: worse ?? (state === 'late' ? 'warn' : 'ok'), share: fill === 'state' ? 100 : value };
}

export interface HostGroup {
  /** What its hosts have in common; null is what has none. */
  readonly name: string | null;
  readonly rows: readonly HostRow[];
}

/** Hosts in groups, those without one last; in each worst first, then by name. A host with several tags stands under each. */
export function groupHosts(rows: readonly HostRow[], by: Grouping): readonly HostGroup[] {
  const groups = new Map<string | null, HostRow[]>();
  for (const row of rows) {
    for (const name of namesOf(row, by)) {
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      group.push(row);
    }
  }
  const order = (a: string | null, b: string | null) =>
    a === null ? 1 : b === null ? -1 : by === 'state' ? rank(a) - rank(b) : a.localeCompare(b, undefined, { numeric: true });
  return [...groups]
    .sort(([a], [b]) => order(a, b))
    .map(([name, own]) => ({
      name,
      rows: own.sort(
        (a, b) => rank(a.host.state) - rank(b.host.state) || a.host.name.localeCompare(b.host.name, undefined, { numeric: true }),
      ),
    }));
}

const rank = (state: string): number => (stateOrder as readonly string[]).indexOf(state);

function namesOf({ host }: HostRow, by: Grouping): readonly (string | null)[] {
  switch (by) {
    case 'site':
      return [host.site];
    case 'tag':
      return host.tags.length === 0 ? [null] : host.tags;
    case 'system':
      return [host.operatingSystem];
    case 'state':
      return [host.state];
    case 'none':
      return [null];
    default:
      return by satisfies never;
  }
}
