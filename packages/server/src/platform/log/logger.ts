import type { Clock } from '../clock.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

type LogFields = Readonly<Record<string, unknown>>;

/** Writes one line. `fields` are values, never parts of the sentence: what a host or a person sent stands there, escaped. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export function createLogger(options: { readonly level: LogLevel; readonly write: (line: string) => void; readonly clock: Clock }): Logger {
  const threshold = logLevels.indexOf(options.level);
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (logLevels.indexOf(level) < threshold) {
        return;
      }
      const time = new Date(options.clock.now()).toISOString();
      const told = Object.entries(fields).map(([name, value]) => ` ${name}=${present(value)}`);
      options.write(`${time} ${level.padEnd(5)} ${message}${told.join('')}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A value on one line: JSON escapes line ends and control characters, and an error brings its stack and its causes. */
function present(value: unknown): string {
  if (value instanceof Error) {
    const cause = value.cause === undefined ? '' : ` cause=${present(value.cause)}`;
    return `${JSON.stringify(value.stack ?? value.message)}${cause}`;
  }
  return JSON.stringify(value) ?? 'undefined';
}
