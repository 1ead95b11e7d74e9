/*
 * The first owner, with the code that the first start prints. Closed for ever once there is one.
 */
export { createSetupHandlers } from './operations.ts';
