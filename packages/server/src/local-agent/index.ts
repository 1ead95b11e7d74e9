/*
 * The agent of the machine the server runs on: its identity, and its life as a child process. It connects like every
 * other agent; the server gives it no shorter way.
 */
export { type LocalIdentity, prepareIdentity } from './identity.ts';
export { type Supervisor, superviseAgent } from './supervisor.ts';
