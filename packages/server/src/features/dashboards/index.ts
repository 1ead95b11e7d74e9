/*
 * Dashboards: those that come with Vigie, and those people build, share and bring back. What a widget asks for is read by
 * other operations; nothing here knows a figure.
 */
export { createDashboardHandlers } from './operations.ts';
export { createDashboardStore } from './store.ts';
