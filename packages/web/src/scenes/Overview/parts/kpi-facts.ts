import {
  coresAt,
  type Filesystem,
  type FrameSource,
  filesystemsAt,
  hottest,
  secondsToFull,
  type TimeColumns,
  toneOf,
  worstShare,
} from '../../../components/charts/index.ts';
import type { ColourSlot } from '../../../components/charts/time/index.ts';
import type { Translate } from '../../../i18n/index.ts';
import type { Amount, Format } from '../../../lib/format.ts';
import { meanOfLast, peakSince, valueAtRow } from '../facts.ts';
import type { OverviewWords } from '../messages.ts';

export interface KpiFacts {
  readonly id: string;
  readonly title: string;
  readonly amount: Amount | null;
  readonly unit?: string | undefined;
  readonly note: string;
  readonly tone: 'warn' | 'bad' | null;
  readonly keys: readonly string[];
  readonly slot: ColourSlot;
  readonly max?: number | undefined;
}

export interface KpiContext {
  readonly columns: TimeColumns;
  readonly source: FrameSource;
  /** The row of `columns` and the frame of `source` whose figures are shown. */
  readonly row: number;
  readonly frame: number;
  readonly fromMs: number;
  readonly cores: number | null;
  readonly t: Translate<OverviewWords>;
  readonly format: Format;
}

/** From where a figure is not normal. Shares in percent; the load is judged by the cores. */
export const limits = {
  cpu: { warn: 90, bad: 98 },
  memory: { warn: 90, bad: 97 },
  pressure: { warn: 20, bad: 60 },
  filesystem: { warn: 85, bad: 95 },
} as const;

/** A figure must hold its height this long before it takes a colour. */
const heldMs = 15_000;

/** With its day where the figures go back further than one. */
function peakTime({ columns, fromMs, format }: KpiContext, atMs: number): string {
  const time = format.time(atMs, { seconds: false });
  return (columns.lastTimeMs ?? 0) - fromMs > 86_400_000 ? `${format.date(atMs).replace(/\s\d{4}$/, '')} ${time}` : time;
}

function peakNote(context: KpiContext, key: string, write: (value: number) => string): string {
  const { columns, fromMs, t } = context;
  const peak = peakSince(columns, key, fromMs);
  return peak === null ? t('noFrameYet') : t('peak', { value: write(peak.value), time: peakTime(context, peak.atMs) });
}

function cpuFacts(context: KpiContext): KpiFacts {
  const { columns, source, row, frame, t, format } = context;
  const busy = valueAtRow(columns, 'cpu.busy', row);
  const cores = coresAt(source, frame);
  const known = cores.flatMap(({ shares }) => (shares ? [shares.busy] : []));
  return {
    id: 'cpu',
    title: t('cpu'),
    amount: busy === null ? null : format.percent(busy),
    note: known.length === 0 ? t('noFrameYet') : t('busiest', { count: cores.length, share: format.number(Math.max(...known), 0) }),
    tone: toneOf(meanOfLast(columns, 'cpu.busy', heldMs, row), limits.cpu),
    keys: ['cpu.busy'],
    slot: 1,
    max: 100,
  };
}

function memoryFacts(context: KpiContext): KpiFacts {
  const { columns, row, t, format } = context;
  const used = valueAtRow(columns, 'mem.used', row);
  const total = valueAtRow(columns, 'mem.total', row);
  const swap = valueAtRow(columns, 'swap.used', row);
  const swapTotal = valueAtRow(columns, 'swap.total', row);
  const write = (bytes: number) => format.text(round(format.bytes(bytes)));
  return {
    id: 'memory',
    title: t('memory'),
    amount: used === null ? null : format.bytes(used),
    unit: used === null || total === null ? undefined : unitOfTotal(context, used, total),
    note:
      swap && swapTotal && swap > swapTotal * 0.02
        ? t('swapUsed', { used: write(swap), total: write(swapTotal) })
        : peakNote(context, 'mem.used', write),
    tone: used === null || !total ? null : toneOf((used / total) * 100, limits.memory),
    keys: ['mem.used'],
    slot: 3,
  };
}

/** `16.0` is said `16`: a size that does not change needs no decimals that are zero. */
function round(amount: Amount): Amount {
  return { ...amount, figure: amount.figure.replace(/[.,]0+$/, '') };
}

/** `/ 16 GiB`; the unit of the figure is repeated only when it differs. */
function unitOfTotal({ t, format }: KpiContext, used: number, total: number): string {
  const whole = round(format.bytes(total));
  const { unit } = format.bytes(used);
  return `${unit === whole.unit ? '' : `${unit} `}${t('ofTotal', { total: format.text(whole) })}`;
}

function loadFacts(context: KpiContext): KpiFacts {
  const { columns, cores, row, t, format } = context;
  const load = valueAtRow(columns, 'load.1', row);
  const held = meanOfLast(columns, 'load.1', heldMs, row);
  return {
    id: 'load',
    title: t('load'),
    amount: load === null ? null : format.significant(load),
    unit: cores === null ? undefined : t('ofTotal', { total: format.number(cores) }),
    note: peakNote(context, 'load.1', (value) => format.significant(value).figure),
    tone: cores === null || held === null || held <= cores ? null : 'warn',
    keys: ['load.1'],
    slot: 1,
  };
}

function pressureFacts(context: KpiContext): KpiFacts {
  const { columns, row, t, format } = context;
  const some = valueAtRow(columns, 'psi.io', row);
  const everKnown = columns.column('psi.io') !== null;
  return {
    id: 'pressure',
    title: t('ioPressure'),
    amount: some === null ? null : format.percent(some),
    unit: t('some'),
    note: everKnown ? peakNote(context, 'psi.io', (value) => format.text(format.percent(value))) : absenceNote(context),
    tone: toneOf(meanOfLast(columns, 'psi.io', heldMs, row), limits.pressure),
    keys: ['psi.io'],
    slot: 5,
  };
}

function filesystemFacts({ columns, row, t, format }: KpiContext, filesystem: Filesystem): KpiFacts {
  const { mountpoint, usedShare, inodesUsedShare, availableBytes } = filesystem;
  const free = columns.column(`fs.free:${mountpoint}`);
  const seconds = free ? secondsToFull(columns.times.subarray(0, row + 1), free.subarray(0, row + 1)) : null;
  const inodesWorse = inodesUsedShare !== null && inodesUsedShare > usedShare;
  const note = inodesWorse
    ? t('inodesUsed', { share: format.number(inodesUsedShare, 0) })
    : seconds === null
      ? t('free', { size: format.text(format.bytes(availableBytes)) })
      : t('fullIn', { time: format.duration(seconds) });
  return {
    id: `fs ${mountpoint}`,
    title: t('diskAt', { mount: mountpoint }),
    amount: format.percent(usedShare, usedShare < 10 ? 1 : 0),
    note,
    tone: filesystem.readOnly ? null : toneOf(worstShare(filesystem), limits.filesystem),
    keys: [`fs.share:${mountpoint}`],
    slot: 2,
  };
}

/** The worst one always; others of the few worst only when they are not normal. */
function filesystemsThatMatter({ source, frame }: KpiContext): Filesystem[] {
  const all = filesystemsAt(source, frame);
  return all.filter((filesystem, index) => index === 0 || (index < 3 && worstShare(filesystem) >= limits.filesystem.warn));
}

function sumOrNull(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** Rates need two frames, or two steps after the one that leads in; after that an absent one is not measured. */
function absenceNote({ columns, t }: KpiContext): string {
  return t(columns.length < 3 ? 'noFrameYet' : 'notMeasured');
}

function diskFacts(context: KpiContext): KpiFacts {
  const { columns, row, t, format } = context;
  const both = sumOrNull(valueAtRow(columns, 'disk.read', row), valueAtRow(columns, 'disk.write', row));
  const operations = sumOrNull(valueAtRow(columns, 'disk.reads', row), valueAtRow(columns, 'disk.writes', row));
  const wait = valueAtRow(columns, 'disk.wait', row);
  const work = { operations: format.significant(operations ?? 0).figure };
  const doing =
    operations === 0
      ? t('diskIdle')
      : wait === null
        ? t('diskWork', work)
        : t('diskWorkWait', { ...work, wait: format.milliseconds(wait) });
  return {
    id: 'disk',
    title: t('disk'),
    amount: both === null ? null : format.byteRate(both),
    note: both === null || operations === null ? absenceNote(context) : doing,
    tone: null,
    keys: ['disk.read', 'disk.write'],
    slot: 1,
  };
}

function networkFacts(context: KpiContext): KpiFacts {
  const { columns, row, t, format } = context;
  const incoming = valueAtRow(columns, 'net.in', row);
  const outgoing = valueAtRow(columns, 'net.out', row);
  const both = sumOrNull(incoming, outgoing);
  const { unit } = format.networkRate(both ?? 0);
  // The unit stands beside the figure: it is repeated only where it differs.
  const part = (rate: number | null) => {
    const amount = format.networkRate(rate ?? 0);
    return amount.unit === unit || amount.zero ? amount.figure : format.text(amount);
  };
  return {
    id: 'network',
    title: t('network'),
    amount: both === null ? null : format.networkRate(both),
    note: both === null ? absenceNote(context) : t('inOut', { in: part(incoming), out: part(outgoing) }),
    tone: null,
    keys: ['net.in', 'net.out'],
    slot: 4,
  };
}

function temperatureFacts(context: KpiContext): KpiFacts[] {
  const { source, frame, t, format } = context;
  const found = hottest(source, frame);
  if (!found) {
    return [];
  }
  const { celsius, criticalCelsius, sensor } = found;
  const write = (value: number) => format.text(format.temperature(value));
  const tone = criticalCelsius === null || celsius < criticalCelsius - 15 ? null : celsius >= criticalCelsius - 3 ? 'bad' : 'warn';
  const note = criticalCelsius === null ? sensor : t('critical', { sensor, limit: write(criticalCelsius) });
  return [{ id: 'temperature', title: t('temperature'), amount: format.temperature(celsius), note, tone, keys: ['temperature'], slot: 5 }];
}

/** The figures of the strip, in their order. */
export function kpiFacts(context: KpiContext): KpiFacts[] {
  return [
    cpuFacts(context),
    memoryFacts(context),
    loadFacts(context),
    pressureFacts(context),
    ...filesystemsThatMatter(context).map((filesystem) => filesystemFacts(context, filesystem)),
    diskFacts(context),
    networkFacts(context),
    ...temperatureFacts(context),
  ];
}
