/* Load averages: processes that run or wait for a processor or a disk. */
export { createLoadCollector } from './collect.ts';
