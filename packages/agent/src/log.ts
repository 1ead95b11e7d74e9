/** One line per thing worth telling. Text from elsewhere is quoted, so that it cannot forge a line. */
export type Log = (level: 'info' | 'warning' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void;

export const logToStderr: Log = (level, message, fields = {}) => {
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value instanceof Error ? value.message : value)}`);
  process.stderr.write(`agent ${level}: ${message}${rest.join('')}\n`);
};
