/*
 * The audit trail: who did what, when, from where, and how it ended. It keeps and lists records and tells
 * listeners about new ones. It decides nothing: the runner writes the record of an action before the action
 * starts, `platform/auth` writes who signed in.
 */
export { type AuditHandlers, createAuditHandlers } from './operations.ts';
export { presentAuditEntry } from './present.ts';
export { createAuditStore } from './store.ts';
export type { AuditAction, AuditDoor, AuditQuery, AuditRecord, AuditStore, RefusalRecord, SignInRecord } from './types.ts';
