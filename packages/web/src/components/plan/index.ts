/*
 * Every change a person asks for on the page goes through here: `useAction().run(…)` calls the operation, shows the plan
 * when the server asks for a confirmation, and says how it ended. `PlanHost` is mounted once, beside the toasts.
 * It decides nothing about risk or permission: the server does.
 */
export { PlanHost } from './PlanHost.tsx';
export { RiskLadder } from './RiskLadder.tsx';
export { useAction } from './useAction.ts';
