import { currentPalette } from '../palette.ts';
import { type AxisLabel, type Canvas, drawBefore, drawComparison, drawHatch, drawThreshold, drawValueLabels } from './draw.ts';
import { type GapNote, noteOf } from './gap-notes.ts';
import type { View } from './group.ts';
import { isKnown, type Reading } from './reading.ts';
import type { PlotSpec } from './spec.ts';

/** What stands over the lines and areas: hatches of what is not known, the other time, thresholds, and the values of the axis. */
export function drawOver(
  canvas: Canvas,
  spec: PlotSpec,
  reading: Reading,
  view: View,
  notes: readonly GapNote[],
  ticks: readonly AxisLabel[],
): void {
  const { scale, data, compared } = reading;
  if (!scale) {
    return;
  }
  const palette = currentPalette();
  const { thresholds, stacked, words } = spec;
  const firstMs = spec.columns.times[0] ?? view.toMs;
  if (firstMs > view.fromMs && isKnown(reading)) {
    drawBefore(canvas, palette, firstMs, words.before);
  }
  for (const [fromMs, toMs] of data.gaps) {
    drawHatch(canvas, palette, fromMs, toMs, [noteOf([fromMs, toMs], notes)?.text ?? '', words.gap]);
  }
  if (view.unknownFromMs !== null) {
    drawHatch(canvas, palette, view.unknownFromMs, view.toMs, [words.unknown]);
  }
  for (const { times, points } of compared) {
    drawComparison(canvas, palette, times, points);
  }
  for (const threshold of thresholds) {
    if (threshold.value < scale.max) {
      drawThreshold(canvas, palette, threshold);
    }
  }
  drawValueLabels(canvas, palette, ticks, stacked);
}
