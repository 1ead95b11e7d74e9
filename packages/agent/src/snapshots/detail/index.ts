/* Everything about one process, for the person who opened it. Secrets are masked here, before they leave the host. */
export { childrenOf, familyOf, parentsOf } from './family.ts';
export { readProcessDetail } from './read.ts';
