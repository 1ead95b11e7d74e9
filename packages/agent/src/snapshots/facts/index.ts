/*
 * What a plan and the server must know: what a process is to the system and who is connected to it, and what the host is.
 * It judges no risk; the contract does that from these facts.
 */
export { type HostFactsDeps, readHostFacts } from './host.ts';
export { type ProcessFactsDeps, readProcessFacts } from './process.ts';
