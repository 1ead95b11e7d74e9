/* Pages that move between memory and disk. */
export { createSwapCollector } from './collect.ts';
