/*
 * The agent: what runs on each host, reads it, tells the server, and does what the server may ask. It knows the server only
 * through the link. Settings and the service unit are the program's business, not this package's.
 */
export { type AgentIdentity, readIdentity } from './enrol/identity-file.ts';
export { type AgentOptions, runAgent } from './main.ts';
