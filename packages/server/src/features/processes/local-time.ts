const quarterMs = 15 * 60_000;
const offsetsRemembered = 20_000;
const formats = new Map<string, Intl.DateTimeFormat | null>();
const offsets = new Map<string, number>();

/**
 * `2025-10-14T22:59:59`: the wall clock of a time zone, without the zone, as Python's `isoformat` writes it.
 * An unknown zone gives UTC.
 */
export function formatLocalIso(timeMs: number, timeZone: string | null): string {
  return new Date(timeMs + zoneOffsetMs(timeMs, timeZone ?? 'UTC')).toISOString().slice(0, 19);
}

/** Offsets change on quarters of an hour only, and formatting is slow: one question per zone and quarter. */
function zoneOffsetMs(timeMs: number, timeZone: string): number {
  const quarter = Math.floor(timeMs / quarterMs) * quarterMs;
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) {
    return known;
  }
  if (offsets.size > offsetsRemembered) {
    offsets.clear();
  }
  const offset = readOffset(quarter, timeZone);
  offsets.set(key, offset);
  return offset;
}

function readOffset(timeMs: number, timeZone: string): number {
  const format = formatFor(timeZone);
  if (!format) {
    return 0;
  }
  const parts = new Map(format.formatToParts(timeMs).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - timeMs;
}

function formatFor(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  const made = makeFormat(timeZone);
  if (formats.size < 1_000) {
    formats.set(timeZone, made);
  }
  return made;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}
