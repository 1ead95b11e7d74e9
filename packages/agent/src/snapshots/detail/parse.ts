import type { ProcessDetailRow } from '@vigie/contract/agent';
import { maskVariable } from '../secrets.ts';

/** `/proc/<pid>/environ`, with secrets masked. What a program wrote over its own environment has no `=` and is left out. */
export function parseEnvironment(text: string): NonNullable<ProcessDetailRow['environment']> {
  return text
    .split('\0')
    .filter((entry) => entry.indexOf('=') > 0)
    .map((entry) => {
      const equals = entry.indexOf('=');
      const name = entry.slice(0, equals);
      return { name, ...maskVariable(name, entry.slice(equals + 1)) };
    });
}

/** `/proc/<pid>/limits`: names hold blanks, so columns are found by their width (`%-25s %-20s %-20s %-10s`). */
export function parseLimits(text: string): ProcessDetailRow['limits'] {
  return text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [soft = '', hard = '', unit = ''] = line.slice(25).trim().split(/\s+/);
      return { name: line.slice(0, 25).trim(), soft, hard, unit };
    });
}

/** A line of `/proc/<pid>/status`, without its label. */
export function statusLine(text: string, label: string): string | null {
  return new RegExp(`^${label}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? null;
}

export function statusNumber(text: string, label: string): number | null {
  const line = statusLine(text, label);
  return line === null ? null : Number.parseInt(line, 10);
}

/** Device number of `stat` to the name under /dev (Documentation/admin-guide/devices.txt); null without a terminal. */
export function terminalName(device: number): string | null {
  if (device === 0) {
    return null;
  }
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  if (major >= 136 && major <= 143) {
    return `pts/${(major - 136) * 256 + minor}`;
  }
  if (major === 4) {
    return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  }
  const names: Readonly<Record<number, string>> = {
    5: minor === 1 ? 'console' : `tty${minor}`,
    188: `ttyUSB${minor}`,
    204: `ttyAMA${minor}`,
    229: `hvc${minor}`,
  };
  return names[major] ?? `${major}:${minor}`;
}
