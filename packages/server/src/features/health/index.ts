/*
 * Is the server alive, for monitors and for Roy ProcWatch's clients. What the operator should know about its state
 * is not here.
 */
export { createHealthHandlers } from './operations.ts';
