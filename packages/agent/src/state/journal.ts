import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandResult } from '@vigie/contract/agent';

const keptForMs = 30 * 24 * 3600 * 1000;

interface Line {
  readonly id: string;
  readonly atMs: number;
  /** Absent on the line that says the command begins. */
  readonly result?: CommandResult;
}

/** What is known of a command id: never seen, begun without a known end, or ended with this result. */
export type Past = { readonly kind: 'new' } | { readonly kind: 'begun' } | { readonly kind: 'ended'; readonly result: CommandResult };

/**
 * Remembers the ids of commands that change something, on disk, so that none runs twice, even when the agent
 * is killed in the middle. `begin` returns only after the id is on the disk; if it cannot be written it throws
 * and the command must not run. Ids older than 30 days are forgotten at start. One agent holds a journal at a time.
 */
export class CommandJournal {
  /** Whether each known id has ended. Results stay on disk: they are seldom asked for again. */
  private readonly ended: Map<string, boolean>;
  private readonly file: number;

  constructor(
    private readonly path: string,
    private readonly nowMs: () => number,
  ) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const kept = newestLines(path).filter((line) => line.atMs >= nowMs() - keptForMs);
    rewrite(path, kept);
    this.ended = new Map(kept.map((line) => [line.id, line.result !== undefined]));
    this.file = openSync(path, 'a', 0o600);
  }

  past(id: string): Past {
    const ended = this.ended.get(id);
    if (ended === undefined) {
      return { kind: 'new' };
    }
    const result = ended ? newestLines(this.path).find((line) => line.id === id)?.result : undefined;
    return result ? { kind: 'ended', result } : { kind: 'begun' };
  }

  /** Durable when it returns. Throws when the id is known or the disk refuses. */
  begin(id: string): void {
    if (this.ended.has(id)) {
      throw new Error(`the command ${id} was already begun`);
    }
    // Known from here on, even when the write fails half way: it may be on the disk all the same.
    this.ended.set(id, false);
    this.append({ id, atMs: this.nowMs() });
  }

  /** Keeps the result for a second asking. */
  end(id: string, result: CommandResult): void {
    this.append({ id, atMs: this.nowMs(), result });
    this.ended.set(id, true);
  }

  close(): void {
    closeSync(this.file);
  }

  /** The line break comes first, so that a line cut by a full disk spoils only itself. */
  private append(line: Line): void {
    writeWhole(this.file, `\n${JSON.stringify(line)}`);
    fsyncSync(this.file);
  }
}

function writeWhole(file: number, content: string): void {
  const bytes = Buffer.from(content);
  let offset = 0;
  while (offset < bytes.length) {
    offset += writeSync(file, bytes, offset);
  }
}

/** One line for each id: its last. A line cut by a crash is left out; its command had not begun, since `begin` had not returned. */
function newestLines(path: string): Line[] {
  const newest = new Map<string, Line>();
  for (const line of readText(path).split('\n')) {
    const parsed = parseLine(line);
    if (parsed) {
      newest.set(parsed.id, parsed);
    }
  }
  return [...newest.values()];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

function parseLine(line: string): Line | null {
  try {
    const parsed = JSON.parse(line) as Partial<Line> | null;
    return typeof parsed?.id === 'string' && typeof parsed.atMs === 'number' ? (parsed as Line) : null;
  } catch {
    return null;
  }
}

function rewrite(path: string, lines: readonly Line[]): void {
  const temporary = join(dirname(path), '.commands.new');
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeWhole(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
