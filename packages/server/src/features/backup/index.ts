/*
 * Copies of the whole data directory: made while the server works, and put back while it does not. When and how often
 * is the caller's; old copies are not removed.
 */
export { type BackupHandlers, createBackupHandlers } from './operations.ts';
export { restoreBackup } from './restore.ts';
