/*
 * Vigie's certificate authority for the agent link, kept in the data directory. It makes certificates and keeps
 * its own; who may connect with them is the gateway's business.
 */
export { type Authority, agentName, needsRenewal, openAuthority, readPairIfWhole, savePair, saveSecret } from './authority.ts';
export type { Pair } from './certificates.ts';
