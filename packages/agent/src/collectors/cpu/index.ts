/* Processor time per core and mode. What a percentage is, is for who reads it: these are counters. */
export { createCpuCollector } from './collect.ts';
