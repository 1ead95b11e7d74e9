import type { Palette } from '../palette.ts';

/** The plot in device pixels, and where values lie in it. */
export interface Canvas {
  readonly context: CanvasRenderingContext2D;
  readonly ratio: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  x(timeMs: number): number;
  y(value: number): number;
}

export interface AxisLabel {
  readonly at: number;
  readonly label: string;
}

export interface Threshold {
  readonly value: number;
  readonly label: string;
  readonly tone: 'warn' | 'bad';
}

const axisPx = 11;
const hatches = new Map<string, CanvasPattern | null>();

/** Diagonal lines on the colour of the page: what is not known. Made once per colour and pixel ratio. */
function hatchPattern(context: CanvasRenderingContext2D, palette: Palette, ratio: number): CanvasPattern | null {
  const key = `${palette.hatch} ${palette.page} ${ratio}`;
  const known = hatches.get(key);
  if (known !== undefined) {
    return known;
  }
  const size = Math.round(8 * ratio);
  const tile = new OffscreenCanvas(size, size);
  const pen = tile.getContext('2d');
  if (!pen) {
    return null;
  }
  pen.fillStyle = palette.page;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = palette.hatch;
  pen.lineWidth = 1.5 * ratio;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 1, -1);
    pen.lineTo(shift + size + 1, size + 1);
    pen.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  hatches.set(key, pattern);
  return pattern;
}

function halo(canvas: Canvas, palette: Palette, text: string, x: number, y: number, colour: string): void {
  const { context, ratio } = canvas;
  context.lineWidth = 2.5 * ratio;
  context.lineJoin = 'round';
  context.strokeStyle = palette.page;
  context.globalAlpha = 0.8;
  context.strokeText(text, x, y);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function setFont(canvas: Canvas, family: string): void {
  canvas.context.font = `${axisPx * canvas.ratio}px ${family}`;
  canvas.context.textBaseline = 'alphabetic';
}

export function drawGrid(canvas: Canvas, palette: Palette, ticks: readonly AxisLabel[]): void {
  const { context, left, width, ratio } = canvas;
  context.save();
  context.fillStyle = palette.grid;
  for (const { at } of ticks) {
    context.fillRect(left, Math.round(canvas.y(at)), width, Math.max(1, Math.round(ratio)));
  }
  context.restore();
}

/** Values inside the plot at the left, above their line; on a plate where they stand on areas. */
export function drawValueLabels(canvas: Canvas, palette: Palette, ticks: readonly AxisLabel[], plates: boolean): void {
  const { context, left, ratio } = canvas;
  context.save();
  setFont(canvas, palette.mono);
  context.textAlign = 'left';
  for (const { at, label } of ticks) {
    const y = Math.round(canvas.y(at)) - 4 * ratio;
    if (y - 10 * ratio < 0) {
      continue;
    }
    if (plates) {
      context.globalAlpha = 0.72;
      context.fillStyle = palette.page;
      context.fillRect(left + 3 * ratio, y - 10 * ratio, context.measureText(label).width + 6 * ratio, 13 * ratio);
      context.globalAlpha = 1;
      context.fillStyle = palette.labelText;
      context.fillText(label, left + 6 * ratio, y);
    } else {
      halo(canvas, palette, label, left + 6 * ratio, y, palette.labelText);
    }
  }
  context.restore();
}

/** Moments below the plot; one that would be cut at an edge or covered by the flag (in CSS pixels) is left out. May be drawn again by itself. */
export function drawTimeAxis(canvas: Canvas, palette: Palette, ticks: readonly AxisLabel[], flag: readonly [number, number] | null): void {
  const { context, left, width, ratio } = canvas;
  const bottom = canvas.top + canvas.height;
  const line = Math.max(1, Math.round(ratio));
  const covered = (from: number, to: number) => flag !== null && from < flag[1] * ratio + left && to > flag[0] * ratio + left;
  context.save();
  setFont(canvas, palette.mono);
  context.textAlign = 'center';
  context.clearRect(left, bottom, width, context.canvas.height - bottom);
  context.fillStyle = palette.axisLine;
  context.fillRect(left, bottom, width, line);
  for (const { at, label } of ticks) {
    const x = Math.round(canvas.x(at));
    const half = context.measureText(label).width / 2 + 2 * ratio;
    context.fillStyle = palette.axisLine;
    context.fillRect(x, bottom, line, 4 * ratio);
    if (x - half >= left && x + half <= left + width && !covered(x - half, x + half)) {
      context.fillStyle = palette.axisText;
      context.fillText(label, x, bottom + 13 * ratio);
    }
  }
  context.restore();
}

/** What is not known, over the whole height; named when the words fit. */
export function drawHatch(canvas: Canvas, palette: Palette, fromMs: number, toMs: number, labels: readonly string[]): void {
  const { context, ratio } = canvas;
  const from = Math.max(canvas.left, canvas.x(fromMs));
  const to = Math.min(canvas.left + canvas.width, canvas.x(toMs));
  if (to - from < 1) {
    return;
  }
  context.save();
  context.fillStyle = hatchPattern(context, palette, ratio) ?? palette.hatch;
  context.fillRect(from, 0, to - from, canvas.top + canvas.height);
  setFont(canvas, palette.mono);
  context.textAlign = 'center';
  const across = labels.find((label) => label !== '' && context.measureText(label).width + 12 * ratio <= to - from);
  const label = across ?? labels.at(-1) ?? '';
  if (across !== undefined) {
    halo(canvas, palette, label, (from + to) / 2, canvas.top + 9 * ratio, palette.labelText);
  } else if (label !== '' && to - from >= 15 * ratio && context.measureText(label).width + 8 * ratio <= canvas.height) {
    context.translate((from + to) / 2 + 4 * ratio, canvas.top + canvas.height / 2);
    context.rotate(-Math.PI / 2);
    halo(canvas, palette, label, 0, 0, palette.labelText);
  }
  context.restore();
}

/** Said in the part of the plot that has no frame yet, where it fits. */
export function drawBefore(canvas: Canvas, palette: Palette, toMs: number, label: string): void {
  const { context, left, ratio } = canvas;
  const width = Math.min(canvas.x(toMs), left + canvas.width) - left;
  context.save();
  setFont(canvas, palette.ui);
  if (label !== '' && context.measureText(label).width + 90 * ratio <= width) {
    context.textAlign = 'center';
    // Beside the values of the axis, not in them.
    halo(canvas, palette, label, left + (width + 60 * ratio) / 2, canvas.top + canvas.height / 2, palette.axisText);
  }
  context.restore();
}

/** Another time as a dashed grey line; broken where it is not known. */
export function drawComparison(canvas: Canvas, palette: Palette, times: ArrayLike<number>, points: readonly (number | null)[]): void {
  const { context, ratio } = canvas;
  context.save();
  context.strokeStyle = palette.labelText;
  context.globalAlpha = 0.85;
  context.lineWidth = 1.2 * ratio;
  context.setLineDash([3 * ratio, 3 * ratio]);
  context.beginPath();
  let open = false;
  for (const [index, value] of points.entries()) {
    if (value === null) {
      open = false;
      continue;
    }
    const [x, y] = [canvas.x(times[index] ?? 0), canvas.y(value)];
    if (open) {
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
    }
    open = true;
  }
  context.stroke();
  context.restore();
}

export function drawThreshold(canvas: Canvas, palette: Palette, threshold: Threshold): void {
  const { context, left, width, ratio } = canvas;
  const y = Math.round(canvas.y(threshold.value)) + 0.5;
  const tone = palette.tone[threshold.tone];
  context.save();
  context.strokeStyle = tone.line;
  context.globalAlpha = 0.8;
  context.lineWidth = ratio;
  context.setLineDash([4 * ratio, 4 * ratio]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(left + width, y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  setFont(canvas, palette.mono);
  context.textAlign = 'right';
  halo(canvas, palette, threshold.label, left + width - 5 * ratio, y - 4 * ratio, tone.text);
  context.restore();
}
