/*
 * Sockets: every TCP, UDP and UNIX socket of a host, filtered. It only reads; which process owns one is told by
 * the agent.
 */
export { createSocketHandlers, type SocketHandlers } from './operations.ts';
export { presentSocket } from './present.ts';
