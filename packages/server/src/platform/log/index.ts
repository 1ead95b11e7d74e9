/*
 * The log of the server: one line per thing that happened, for the operator. What a person did is the audit trail's;
 * what somebody is told is an answer's. Secrets, cookies and tokens never come here.
 */
export { createLogger, type Logger, type LogLevel, logLevels } from './logger.ts';
