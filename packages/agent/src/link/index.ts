/*
 * The agent's side of the link: dials out, proves who it is, keeps one session open, and holds the frames the server
 * has not acknowledged. What is measured and what a command does is decided elsewhere.
 */
export { Link, type LinkDeps, type Renewer } from './link.ts';
export { WebSocketTransport } from './websocket-transport.ts';
