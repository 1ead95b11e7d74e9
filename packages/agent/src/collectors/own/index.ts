/* What the agent itself costs. How each collector fared is told by `createCollectorReport`, since only the runtime knows it. */
export { createOwnCollector } from './collect.ts';
export { type CollectorRun, createCollectorReport } from './report.ts';
