/*
 * What the server may ask about processes and do to them. Every `run` looks again whether the pid still is the process that
 * was planned. Who may ask, and what needs a confirmation, is the server's business.
 */
export { runAffinity, verifyAffinity } from './affinity.ts';
export { runIoPriority, verifyIoPriority } from './ioprio.ts';
export { planProcesses } from './plan.ts';
export { readDetail, readProcessSnapshot, readSocketSnapshot } from './read.ts';
export { runRenice, verifyRenice } from './renice.ts';
export { runRestart, verifyRestart } from './restart/index.ts';
export { runSignal, verifySignal } from './signal.ts';
