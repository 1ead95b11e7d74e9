import { indexAtOrAfter } from '../columns.ts';
import { highKey, lowKey } from '../derive/index.ts';
import { currentPalette } from '../palette.ts';
import type { Window } from './plot-data.ts';
import type { PlotSpec } from './spec.ts';

/** A sheet would take such a beginning for a formula: text from hosts is data. */
const formula = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows in view as RFC 4180: moments in RFC 3339 (UTC), values in base units, lowest and highest where they are known. An absent value is an empty cell. */
export function csvOf({ columns, series }: Pick<PlotSpec, 'columns' | 'series'>, { fromMs, toMs }: Window): string {
  const fields = series.flatMap(({ key, readoutKey, name }) => {
    const shown = readoutKey ?? key;
    const band =
      columns.column(lowKey(shown)) === null
        ? []
        : ([
            ['min', lowKey(shown)],
            ['max', highKey(shown)],
          ] as const);
    return [{ head: name, key: shown }, ...band.map(([side, sideKey]) => ({ head: `${name} ${side}`, key: sideKey }))];
  });
  const { times } = columns;
  const lines = [['time', ...fields.map(({ head }) => cell(head))].join(',')];
  const end = indexAtOrAfter(times, toMs + 1);
  for (let index = indexAtOrAfter(times, fromMs); index < end; index += 1) {
    const values = fields.map(({ key }) => {
      const value = columns.column(key)?.[index];
      return value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(10)));
    });
    lines.push([new Date(times[index] ?? 0).toISOString(), ...values].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

interface PictureWords {
  readonly title: string;
  /** The grey clause of the head. */
  readonly scope: string;
  /** Whose figures, and of when. */
  readonly caption: string;
  readonly legend: readonly { readonly text: string; readonly slot: number }[];
}

/** The chart as it stands, under its title, legend and caption, in the colours in force. Null when the browser refuses. */
export function pictureOf(chart: HTMLCanvasElement, words: PictureWords): Promise<Blob | null> {
  const ratio = devicePixelRatio;
  const [head, foot] = [48 * ratio, 22 * ratio];
  const sheet = document.createElement('canvas');
  sheet.width = chart.width;
  sheet.height = chart.height + head + foot;
  const pen = sheet.getContext('2d');
  if (!pen) {
    return Promise.resolve(null);
  }
  const palette = currentPalette();
  const style = getComputedStyle(document.documentElement);
  pen.fillStyle = palette.page;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(chart, 0, head);
  pen.textBaseline = 'middle';
  const write = (text: string, x: number, y: number, font: string, colour: string) => {
    pen.font = font;
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
    return x + pen.measureText(text).width;
  };
  const edge = 8 * ratio;
  const small = `${11 * ratio}px ${palette.ui}`;
  const after = write(words.title, edge, 15 * ratio, `600 ${13 * ratio}px ${palette.ui}`, style.getPropertyValue('--text-strong').trim());
  write(words.scope, after + edge, 15 * ratio, small, palette.axisText);
  let x = edge;
  for (const { text, slot } of words.legend) {
    pen.fillStyle = palette.chart[slot - 1] ?? palette.labelText;
    pen.fillRect(x, 32 * ratio, 8 * ratio, 8 * ratio);
    x = write(text, x + 12 * ratio, 36 * ratio, small, palette.labelText) + 12 * ratio;
  }
  write(words.caption, edge, sheet.height - foot / 2, small, palette.axisText);
  return new Promise((resolve) => sheet.toBlob(resolve, 'image/png'));
}

/** `db-02 CPU 2026-11-20T02.00.csv`: every sign that some system refuses is a dash. */
export function fileNameOf(parts: readonly string[], atMs: number, extension: string): string {
  const moment = new Date(atMs).toISOString().slice(0, 16).replace(':', '.');
  const name = [...parts.filter(Boolean), moment].join(' ').replace(/[^\p{L}\p{N}. _-]+/gu, '-');
  return `${name}.${extension}`;
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
