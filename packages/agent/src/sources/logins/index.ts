/* Sessions that open and close, and orderly shut-downs, as the host's own files of logins tell them. */
export { createLoginSource, type LoginDeps } from './run.ts';
