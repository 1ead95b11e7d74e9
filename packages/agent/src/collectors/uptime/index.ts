/* When the host was started, and its clock. */
export { createUptimeCollector } from './collect.ts';
