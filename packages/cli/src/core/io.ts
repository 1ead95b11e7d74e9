import { createInterface } from 'node:readline/promises';

/** What a command needs of the outside; tests give their own. */
export interface CommandIo {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Width of the terminal, or null when the output is not one. */
  readonly width: number | null;
  readonly interactive: boolean;
  out(text: string): void;
  err(text: string): void;
  ask(question: string, options?: { readonly secret?: boolean }): Promise<string>;
}

export function processIo(): CommandIo {
  return {
    environment: process.env,
    width: process.stdout.isTTY ? (process.stdout.columns ?? 80) : null,
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    ask: askOnTerminal,
  };
}

/** Asks on standard error, so that the output stays clean. A secret is not echoed. */
async function askOnTerminal(question: string, options: { readonly secret?: boolean } = {}): Promise<string> {
  const reader = createInterface({
    input: process.stdin,
    output: options.secret ? undefined : process.stderr,
    terminal: options.secret === true,
  });
  if (options.secret) {
    process.stderr.write(question);
  }
  try {
    return await reader.question(options.secret ? '' : question);
  } finally {
    reader.close();
    if (options.secret) {
      process.stderr.write('\n');
    }
  }
}
