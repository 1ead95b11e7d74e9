/*
 * How long an organization keeps its figures, events and states of hosts. The stores forget by themselves; this only says when.
 */
export { applyRetention } from './apply.ts';
export { createRetentionHandlers } from './operations.ts';
export { createRetentionStore } from './store.ts';
