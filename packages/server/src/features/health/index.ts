/*
 * Is the server alive, for monitors and for Roy ProcWatch's clients; and what its operator should know about Vigie itself:
 * stores that cannot write, damaged blocks, a late event loop, clocks that are wrong, gaps that grow. Alerts about hosts
 * are not here.
 */
export { createHealth, type Health } from './health.ts';
export { createHealthHandlers } from './operations.ts';
export { WriteWatch } from './writes.ts';
