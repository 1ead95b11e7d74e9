import type { Language } from '@vigie/contract/text';
import { decimalsFor, formatNumber } from './numbers.ts';

const nbsp = '\u00a0';

/** A figure and its unit, apart, since the unit is smaller and grey. `zero` is a true zero, which is grey as well. */
export interface Amount {
  readonly figure: string;
  readonly unit: string;
  readonly zero: boolean;
}

export interface FormatSettings {
  readonly language: Language;
  readonly networkUnit: 'bits' | 'bytes';
  readonly temperatureUnit: 'celsius' | 'fahrenheit';
  readonly clock: '24' | '12';
  /** IANA zone, or undefined for the zone of the browser. */
  readonly timeZone?: string | undefined;
}

const iec = { en: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], fr: ['o', 'Kio', 'Mio', 'Gio', 'Tio', 'Pio'] } as const;
const bits = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const;
const words = {
  en: {
    day: 'd',
    hour: 'h',
    minute: 'min',
    second: 's',
    now: 'now',
    ago: (text: string) => `${text} ago`,
    in: (text: string) => `in ${text}`,
  },
  fr: {
    day: 'j',
    hour: 'h',
    minute: 'min',
    second: 's',
    now: 'maintenant',
    ago: (text: string) => `il y a ${text}`,
    in: (text: string) => `dans ${text}`,
  },
} as const;

/** The number of thousands to leave out, so that what stays is below 1000. */
function scaleOf(value: number, base: number, last: number): number {
  let step = 0;
  let rest = Math.abs(value);
  while (rest >= 999.5 && step < last) {
    rest /= base;
    step += 1;
  }
  return step;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

export interface Format {
  readonly language: Language;
  /** `1 204`, `0.04`; without decimals up to three of them. */
  number(value: number, decimals?: number): string;
  /** Three significant figures. */
  significant(value: number): Amount;
  /** `44.8 %`; one decimal unless told otherwise. */
  percent(value: number, decimals?: number): Amount;
  /** IEC: `2.26 GiB`, `2,26 Gio`. */
  bytes(value: number): Amount;
  /** As `bytes`, without decimals that say nothing: `16 GiB`. For what does not move. */
  size(value: number): Amount;
  /** Disk: `31.2 MiB/s`. */
  byteRate(bytesPerSecond: number): Amount;
  /** Network: `498 Mbit/s`, or bytes by preference. */
  networkRate(bytesPerSecond: number): Amount;
  /** From degrees Celsius, in the unit the person chose. */
  temperature(celsius: number): Amount;
  /** `41 d 06 h`, `22 min`, `3.4 s`. */
  duration(seconds: number): string;
  /** `84 ms`, `1.2 s`, `3 min 12 s`. */
  milliseconds(value: number): string;
  /** For a running clock only: `3:28`, `1:02:03`. */
  clockDuration(seconds: number): string;
  /** `6 min ago` up to a day, then the date. */
  age(atMs: number, nowMs: number): string;
  /** `in 12 d`: what is still to come. */
  until(atMs: number, nowMs: number): string;
  /** `14:05:09`. */
  time(atMs: number, options?: { readonly seconds?: boolean; readonly milliseconds?: boolean }): string;
  /** `20 Nov 2026`, `20 nov. 2026`. */
  date(atMs: number): string;
  dateTime(atMs: number): string;
  /** Exact, for titles: RFC 3339 in the zone shown. */
  exact(atMs: number): string;
  /** `UTC+1`. */
  zone(atMs: number): string;
  /** One text of an amount, with a no-break space. */
  text(amount: Amount): string;
}

/** Every figure and date of the page is written here, by the rules of the look. Pure but for the zone of the browser. */
export function createFormat(settings: FormatSettings): Format {
  const { language, timeZone } = settings;
  const say = words[language];
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const zoned = timeZone === undefined ? {} : { timeZone };
  const partsOf = new Intl.DateTimeFormat('en-GB', {
    ...zoned,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const dateForm = new Intl.DateTimeFormat(locale, { ...zoned, day: 'numeric', month: 'short', year: 'numeric' });
  const zoneForm = new Intl.DateTimeFormat('en-GB', { ...zoned, timeZoneName: 'longOffset' });

  const scaled = (value: number, base: number, units: readonly string[]): Amount => {
    const step = scaleOf(value, base, units.length - 1);
    const shown = value / base ** step;
    const figure = formatNumber(shown, language, step === 0 ? 0 : decimalsFor(shown));
    return { figure, unit: units[step] ?? '', zero: value === 0 };
  };
  const offsetOf = (atMs: number): string => {
    const name = zoneForm.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
  };
  const clockParts = (atMs: number): Record<string, string> =>
    Object.fromEntries(partsOf.formatToParts(atMs).map((part) => [part.type, part.value]));

  const format: Format = {
    language,
    number: (value, decimals) => formatNumber(value, language, decimals),
    significant: (value) => ({ figure: formatNumber(value, language, decimalsFor(value)), unit: '', zero: value === 0 }),
    percent: (value, decimals = 1) => ({ figure: formatNumber(value, language, decimals), unit: '%', zero: value === 0 }),
    bytes: (value) => scaled(value, 1024, iec[language]),
    size: (value) => {
      const amount = format.bytes(value);
      return { ...amount, figure: amount.figure.replace(/[.,]0+$/, '') };
    },
    byteRate: (value) =>
      scaled(
        value,
        1024,
        iec[language].map((unit) => `${unit}/s`),
      ),
    networkRate: (value) => (settings.networkUnit === 'bits' ? scaled(value * 8, 1000, bits) : format.byteRate(value)),
    temperature: (celsius) =>
      settings.temperatureUnit === 'fahrenheit'
        ? { figure: formatNumber(celsius * 1.8 + 32, language, 0), unit: '°F', zero: false }
        : { figure: formatNumber(celsius, language, 0), unit: '°C', zero: false },
    duration: (seconds) => {
      const whole = Math.max(0, Math.round(seconds));
      if (seconds < 10 && seconds % 1 !== 0) {
        return `${formatNumber(Math.max(0, seconds), language, 1)}${nbsp}${say.second}`;
      }
      if (whole < 60) {
        return `${whole}${nbsp}${say.second}`;
      }
      const minutes = Math.floor(whole / 60);
      if (minutes < 60) {
        return `${minutes}${nbsp}${say.minute}`;
      }
      const hours = Math.floor(minutes / 60);
      if (hours < 24) {
        return `${hours}${nbsp}${say.hour}${nbsp}${pad(minutes % 60)}`;
      }
      const days = Math.floor(hours / 24);
      return `${formatNumber(days, language)}${nbsp}${say.day}${nbsp}${pad(hours % 24)}${nbsp}${say.hour}`;
    },
    milliseconds: (value) => {
      if (value < 999.5) {
        return `${formatNumber(value, language, value < 9.95 && value % 1 !== 0 ? 1 : 0)}${nbsp}ms`;
      }
      return value < 9950 ? `${formatNumber(value / 1000, language, 1)}${nbsp}s` : format.duration(Math.round(value / 1000));
    },
    clockDuration: (seconds) => {
      const whole = Math.max(0, Math.floor(seconds));
      const hours = Math.floor(whole / 3600);
      const minutes = Math.floor((whole % 3600) / 60);
      return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
    },
    age: (atMs, nowMs) => {
      const seconds = (nowMs - atMs) / 1000;
      if (seconds < 1) {
        return say.now;
      }
      return seconds < 86_400 ? say.ago(format.duration(Math.round(seconds))) : format.date(atMs);
    },
    until: (atMs, nowMs) => say.in(format.duration(Math.max(0, Math.round((atMs - nowMs) / 1000)))),
    time: (atMs, options = {}) => {
      const { hour = '00', minute = '00', second = '00' } = clockParts(atMs);
      const twelve = settings.clock === '12';
      const shownHour = twelve ? String(Number(hour) % 12 || 12) : hour;
      const tail = options.milliseconds ? `.${String(Math.floor(atMs) % 1000).padStart(3, '0')}` : '';
      const seconds = options.seconds === false ? '' : `:${second}${tail}`;
      return `${shownHour}:${minute}${seconds}${twelve ? `${nbsp}${Number(hour) < 12 ? 'AM' : 'PM'}` : ''}`;
    },
    date: (atMs) => dateForm.format(atMs).replaceAll(' ', nbsp),
    dateTime: (atMs) => `${format.date(atMs)} ${format.time(atMs)}`,
    exact: (atMs) => {
      const { year, month, day, hour, minute, second } = clockParts(atMs);
      return `${year}-${month}-${day}T${hour}:${minute}:${second}.${String(Math.floor(atMs) % 1000).padStart(3, '0')}${offsetOf(atMs)}`;
    },
    zone: (atMs) => {
      const match = /^([+-])(\d\d):(\d\d)$/.exec(offsetOf(atMs));
      if (!match || (match[2] === '00' && match[3] === '00')) {
        return 'UTC';
      }
      return `UTC${match[1] === '-' ? '\u2212' : '+'}${Number(match[2])}${match[3] === '00' ? '' : `:${match[3]}`}`;
    },
    text: (amount) => (amount.unit === '' ? amount.figure : `${amount.figure}${nbsp}${amount.unit}`),
  };
  return format;
}
