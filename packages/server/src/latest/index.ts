/*
 * The newest state of every host, in memory: facts, processes, sockets and the newest frame. The gateway
 * writes it; features and the live socket read it and ask hosts through it. History is not here.
 */
export type { KnownHost } from './host-state.ts';
export { Latest, type LatestDeps } from './latest.ts';
export type { HostBook, HostChange, Hosts, LatestProcesses, LatestSockets } from './port.ts';
export { type HostTables, loadHosts, retireHost, saveFacts, saveHostLabels, saveLocalHost } from './store.ts';
