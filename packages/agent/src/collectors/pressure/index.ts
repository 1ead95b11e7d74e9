/* Pressure stall information: how long programs waited for processor, memory and disks. */
export { createPressureCollector } from './collect.ts';
