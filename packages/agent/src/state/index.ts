/*
 * What the agent keeps on disk between its lives: today the ids of the commands it has run.
 * Certificates are the server's or the installer's to place; unsent frames are the link's.
 */
export { openStateDirectory } from './directory.ts';
export { CommandJournal } from './journal.ts';
