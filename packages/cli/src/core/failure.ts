import type { Text } from '@vigie/contract';

/** Ends the command with a sentence for the person and an exit code. */
export class CommandFailure extends Error {
  constructor(
    readonly text: Text,
    readonly exitCode: number,
    readonly lines: readonly string[] = [],
  ) {
    super(text.en);
    this.name = 'CommandFailure';
  }
}
