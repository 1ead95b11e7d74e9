/*
 * How this host joins a server, and what makes it that host afterwards: a key made here, a certificate for it, the authority
 * to trust and the address to dial. All of it is one file, so that a kill leaves the old or the new and never half of each.
 */
export { type EnrolOptions, enrolHost } from './enrol.ts';
export { type AgentIdentity, readIdentity } from './identity-file.ts';
export { reachServer } from './reach.ts';
export { HeldIdentity, Renewal } from './renewal.ts';
