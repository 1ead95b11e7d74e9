/* Traffic, errors, speed and state of the network interfaces. */
export { createNetworkCollector } from './collect.ts';
