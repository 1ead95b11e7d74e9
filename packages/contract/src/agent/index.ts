/*
 * The agent link: what crosses it and how it is written. No schema library here (see snapshot.ts).
 * Who may connect is the gateway's business; what a command does is the agent's.
 */
export type { AppErrorOptions, ErrorDetail } from '../errors/index.ts';
export { AppError, type ErrorCodeName, errorCodes } from '../errors/index.ts';
export { defaultSignals, type SignalName, signalNames, signalNumber } from '../model/signals.ts';
export type { ProcessFacts } from '../operations/processes.risk.ts';
export { type Text, text } from '../text.ts';
export { oldestProtocolVersion, productVersion, protocolVersion } from '../version.ts';
export * from './codec.ts';
export type * from './commands.ts';
export type { ProcessDetailRow } from './detail.ts';
export * from './events.ts';
export * from './inventory.ts';
export * from './messages.ts';
export type * from './snapshot.ts';
