/*
 * How this host joins a server, and what makes it that host afterwards: a key made here, a certificate for it, the authority
 * to trust and the address to dial. All of it is one file, so that a kill leaves the old or the new and never half of each.
 * Joining is `@vigie/agent/enrol`, apart from the agent itself: it loads cryptography that an agent that runs must not pay for.
 */
export { enrolHost } from './enrol.ts';
export { reachServer } from './reach.ts';
