export { AppError, type AppErrorOptions, type ErrorDetail } from './app-error.ts';
export { type ErrorCode, type ErrorCodeName, errorCodes } from './codes.ts';
