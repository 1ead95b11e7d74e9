/*
 * Widgets of dashboards: from what a widget asks for to what it draws. Where it stands on the grid, and how it is changed, is
 * the business of scenes/Dashboards.
 */

export { useBoardView, useZoom } from './board-time.ts';
export { InSight } from './InSight.tsx';
export type { WidgetUnit } from './units.ts';
export type { BoardTime } from './useSeries.ts';
export { isMultiple, type Values, valuesOf } from './variables.ts';
export { WidgetBody } from './WidgetBody.tsx';
