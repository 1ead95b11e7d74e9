import type { Text } from '@vigie/contract';

/** Why the server cannot start, in words for the person who starts it. */
export class StartError extends Error {
  readonly text: Text;

  constructor(text: Text, options: { readonly cause?: unknown } = {}) {
    super(text.en, options);
    this.name = 'StartError';
    this.text = text;
  }
}
