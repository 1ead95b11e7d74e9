/*
 * Charts over time: one window and one crosshair for all charts of a page, drawn on canvas outside React.
 * Only scenes that are loaded on demand import this: it brings uPlot. The small pieces are in `components/charts`.
 */
export { type ChartGroup, ChartGroupProvider, createChartGroup, useChartGroup, type View } from './group.ts';
export type { EventMark } from './marks.ts';
export { byteRateScale, byteScale, networkScale, percentScale, plainScale, type ScaleKind } from './scale.ts';
export type { ChartSeries, ColourSlot, Comparison, StoredAs } from './spec.ts';
export { TimeChart } from './TimeChart.tsx';
export { useCrosshairKeys } from './useCrosshairKeys.ts';
