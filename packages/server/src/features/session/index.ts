/*
 * Who asks, and what a page must know before it draws anything. Signing in and out is `platform/auth`.
 */
export { createSessionHandlers } from './operations.ts';
