/*
 * Hosts: which there are, their state, and their recent figures from memory. It keeps nothing itself: the newest
 * state is `latest`'s, history is the stores'.
 */
export { createHostManagement, type HostManagement } from './manage.ts';
export { createHostHandlers, type HostHandlers } from './operations.ts';
