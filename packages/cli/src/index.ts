/*
 * The command line: every operation of the catalogue as a command, over the HTTP API. It opens no database
 * and knows nothing of the inside of the server; `vigie server` and `vigie agent` are not its business.
 */
export type { CommandIo } from './core/io.ts';
export { runCommand } from './run.ts';
