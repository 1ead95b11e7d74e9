import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { tryLock } from '../kernel/lock.ts';
import { CommandJournal } from './journal.ts';
import { type Marks, openMarks } from './marks.ts';

const patienceMs = 5000;
const stepMs = 100;

export interface StateDirectory {
  readonly journal: CommandJournal;
  readonly marks: Marks;
  close(): void;
}

/**
 * Opens the state for one agent alone: two would each forget what the other ran. Waits a moment for one that is just ending;
 * throws when another goes on.
 */
export async function openStateDirectory(path: string, clock: Clock): Promise<StateDirectory> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const untilMs = clock.monotonicMs() + patienceMs;
  for (;;) {
    const lock = tryLock(join(path, 'lock'));
    if (lock) {
      const journal = new CommandJournal(join(path, 'commands.jsonl'), clock.wallMs);
      return {
        journal,
        marks: openMarks(join(path, 'marks.json')),
        close: () => {
          journal.close();
          lock.release();
        },
      };
    }
    if (clock.monotonicMs() >= untilMs) {
      throw new Error(`another agent uses ${path}`);
    }
    await new Promise<void>((resolve) => {
      clock.after(stepMs, resolve);
    });
  }
}
