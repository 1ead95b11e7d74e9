/* Sensors of the machine. Virtual machines mostly have none: then there is no data. */
export { createTemperaturesCollector } from './collect.ts';
