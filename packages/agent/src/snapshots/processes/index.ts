/*
 * Every process of the host as rows, kept from round to round. It reads; it never acts, and judges no process:
 * what a process is to the system is `facts/`.
 */
export { type ControlGroup, parseControlGroup } from './cgroup.ts';
export { stateWord } from './states.ts';
export { ProcessTable, type ProcessTableDeps } from './table.ts';
