/*
 * The state of the store of figures itself: is it whole, how large is it, what was set aside. Its figures are `metrics`'.
 */
export { createDamageRecorder } from './damage.ts';
export { createStoreHandlers, type StoreHandlers } from './operations.ts';
