import { AppError } from '@vigie/contract';

const fullCodes = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);

/** What a failed write means to the caller. An AppError stays what it is. */
export function storageError(error: unknown): AppError {
  if (error instanceof AppError) {
    return error;
  }
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return new AppError(typeof code === 'string' && fullCodes.has(code) ? 'storage_full' : 'internal', { cause: error });
}
