const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Reads `90s`, `5m`, `1h30m`, `7d`, `1w`; gives milliseconds, or null when it is none. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(ms|[smhdw]))+$/.test(text)) {
    return null;
  }
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g)) {
    total += Number(count) * (unitMs[unit ?? ''] ?? 0);
  }
  return Number.isSafeInteger(total) ? total : null;
}

/**
 * Reads a moment: `now`, `now-6h`, `now+5m`, RFC 3339, or milliseconds since 1970. Null when it is none.
 * Text without a zone is refused rather than guessed.
 */
export function parseMoment(text: string, nowMs: number): number | null {
  const relative = /^now(?:([+-])(.+))?$/.exec(text);
  if (relative) {
    const duration = relative[2] === undefined ? 0 : parseDuration(relative[2]);
    return duration === null ? null : nowMs + (relative[1] === '-' ? -duration : duration);
  }
  if (/^\d{1,16}$/.test(text)) {
    return Number(text);
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    return null;
  }
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
