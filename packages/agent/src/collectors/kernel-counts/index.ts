/* What the kernel counts over the whole host: switches, interrupts, forks, queues, open files. */
export { createKernelCountsCollector } from './collect.ts';
