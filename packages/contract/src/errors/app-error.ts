import type { Text } from '../text.ts';
import { type ErrorCodeName, errorCodes } from './codes.ts';

/** One thing that was wrong with an input: where, and what is expected. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: Text;
}

export interface AppErrorOptions {
  readonly details?: readonly ErrorDetail[];
  /** Replaces the sentence of the code when more can be said. */
  readonly message?: Text;
  /** Extra members of the answer, for example the plan to confirm. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error that a person or a program may be told about. It knows nothing of HTTP. */
export class AppError extends Error {
  readonly code: ErrorCodeName;
  readonly text: Text;
  readonly details: readonly ErrorDetail[];
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCodeName, options: AppErrorOptions = {}) {
    const sentence = options.message ?? errorCodes[code].message;
    super(sentence.en, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.text = sentence;
    this.details = options.details ?? [];
    this.data = options.data ?? {};
  }
}
