/** Colours of the theme in force, as a canvas needs them. */
export interface Palette {
  /** `--chart-1` to `--chart-8`, at 0 to 7. */
  readonly chart: readonly string[];
  readonly grid: string;
  readonly axisLine: string;
  readonly axisText: string;
  readonly labelText: string;
  readonly page: string;
  readonly hatch: string;
  readonly tone: Readonly<Record<'warn' | 'bad', { readonly line: string; readonly text: string }>>;
  /** Of events, by their severity. */
  readonly mark: Readonly<Record<'info' | 'warning' | 'critical', string>>;
  readonly stackAlpha: number;
  readonly fillAlpha: number;
  readonly bandAlpha: number;
  readonly mono: string;
  readonly ui: string;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const get = (name: string) => style.getPropertyValue(name).trim();
  const alpha = (name: string) => Number(get(name)) || 0.2;
  return {
    chart: [1, 2, 3, 4, 5, 6, 7, 8].map((slot) => get(`--chart-${slot}`)),
    grid: get('--chart-grid'),
    axisLine: get('--line-strong'),
    axisText: get('--chart-axis'),
    labelText: get('--text-secondary'),
    page: get('--surface-page'),
    hatch: get('--chart-hatch'),
    tone: { warn: { line: get('--warn'), text: get('--warn-text') }, bad: { line: get('--bad'), text: get('--bad-text') } },
    mark: { info: get('--info'), warning: get('--warn'), critical: get('--bad') },
    stackAlpha: alpha('--chart-stack'),
    fillAlpha: alpha('--chart-fill'),
    bandAlpha: alpha('--chart-band'),
    mono: get('--font-mono'),
    ui: get('--font-ui'),
  };
}

let palette: Palette | null = null;
const listeners = new Set<() => void>();
let watching = false;

function forget(): void {
  palette = null;
  for (const listener of listeners) {
    listener();
  }
}

/** One observer for the page: the theme is an attribute of the document, or follows the system. */
function watchTheme(): void {
  if (watching) {
    return;
  }
  watching = true;
  new MutationObserver(forget).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', forget);
  void document.fonts?.ready.then(forget);
}

/** The same object until the theme changes. */
export function currentPalette(): Palette {
  palette ??= readPalette();
  return palette;
}

/** Told when the colours may have changed. Returns its end. */
export function onPaletteChange(listener: () => void): () => void {
  watchTheme();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** `#RRGGBB` with an opacity; any other form of colour is mixed by the browser. */
export function withAlpha(colour: string, alpha: number): string {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!hex) {
    return `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
  }
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}
