import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Small texts that outlive the agent: how far a source has read. */
export interface Marks {
  get(name: string): string | null;
  /** Written at once; what cannot be written is kept in memory, and something may then be told twice after a restart. */
  set(name: string, value: string): void;
}

export function openMarks(path: string): Marks {
  const marks = new Map<string, string>(readMarks(path));
  return {
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

function readMarks(path: string): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Object.entries(parsed as Record<string, unknown>).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  } catch {
    // None yet, or cut by a crash: sources then begin at the end.
    return [];
  }
}
