/*
 * The configuration in force, to read. Settings are changed where they were given, and read at the next start.
 */
export { createConfigHandlers } from './operations.ts';
