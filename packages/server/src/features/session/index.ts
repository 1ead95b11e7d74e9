/*
 * Who asks, and what a page must know before it draws anything. Signing in and out is `platform/auth`.
 */
export { createSessionHandlers, type SessionHandlers } from './operations.ts';
