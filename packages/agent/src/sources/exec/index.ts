/*
 * Programs that are executed and processes that end, as the kernel tells them. It reads what it can of a process while
 * it lives, and never guesses the rest.
 */
export { type ExecDeps, ExecSource, type KnownProcess } from './run.ts';
