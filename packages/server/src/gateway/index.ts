/*
 * The gateway: one session per agent. It lets agents in by certificate and signature, decodes and checks what they
 * send, and carries commands to them. What the messages mean is for `latest`, its sink.
 */
export { type Gateway, type GatewayDeps, startGateway } from './gateway.ts';
export type { AgentLink, HostSink } from './session.ts';
