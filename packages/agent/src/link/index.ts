/*
 * The agent's side of the link: dials out, proves who it is, keeps one session open, and holds the frames the server
 * has not acknowledged. What is measured and what a command does is decided elsewhere.
 */
export type { UnsentFrame } from './frame-queue.ts';
export type { Identity } from './identity.ts';
export { Link, type LinkDeps, type LinkEvents } from './link.ts';
export type { Connection, ConnectionEvents, Transport } from './transport.ts';
export { WebSocketTransport } from './websocket-transport.ts';
