import { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';

/** Small texts that outlive the agent: how far a source has read. */
export interface Marks {
  get(name: string): string | null;
  /** Written at once; what cannot be written is kept in memory, and something may then be told twice after a restart. */
  set(name: string, value: string): void;
  /** When an agent with these marks last said that it lives, before this one; null when none did. */
  readonly livedMs: number | null;
  /** Says that this agent lives. */
  live(nowMs: number): void;
}

export function openMarks(path: string): Marks {
  const marks = new Map<string, string>(readMarks(path));
  const livedMs = writtenMs(path);
  return {
    livedMs,
    live: (nowMs) => {
      try {
        utimesSync(path, nowMs / 1000, nowMs / 1000);
      } catch {
        // No mark was set yet, or the disk is gone: then nobody knows.
      }
    },
    get: (name) => marks.get(name) ?? null,
    set: (name, value) => {
      if (marks.get(name) === value) {
        return;
      }
      marks.set(name, value);
      try {
        writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(marks)), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch {
        // A full disk: the mark stays where it was.
      }
    },
  };
}

/** The time of the file itself is what `live` moves: nothing has to be written for it. */
function writtenMs(path: string): number | null {
  try {
    return Math.round(statSync(path).mtimeMs);
  } catch {
    return null;
  }
}

function readMarks(path: string): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Object.entries(parsed as Record<string, unknown>).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  } catch {
    // None yet, or cut by a crash: sources then begin at the end.
    return [];
  }
}
