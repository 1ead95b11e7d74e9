/*
 * Processes of a host: the list, the detail, and what can be done to them. Rows come from `latest`, and every action
 * is the agent's: this feature writes the plan, asks the host, and says in words what happened. Risk is the contract's.
 */
export type { ProcessActionDeps } from './facts.ts';
export { createProcessHandlers, type ProcessHandlers } from './operations.ts';
export { type PresentContext, presentProcess, summarizeProcesses } from './present.ts';
