/*
 * The state of the host as rows: processes, sockets, and everything about one process. It reads through `kernel/` and
 * never acts. When to look, and what to send, is the runtime's business.
 */
export type { SnapshotDeps } from './deps.ts';
export { readProcessDetail } from './detail/index.ts';
export { type HostFactsDeps, type ProcessFactsDeps, readHostFacts, readProcessFacts } from './facts/index.ts';
export { type ControlGroup, ProcessTable } from './processes/index.ts';
export { SocketTable } from './sockets/index.ts';
export { createUsers, type Users } from './users.ts';
