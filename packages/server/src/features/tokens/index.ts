/*
 * API tokens: listing, making and revoking them. Recognising one at the door is `platform/auth`; a secret is shown
 * once, when it is made.
 */
export { createTokenHandlers } from './operations.ts';
