import { AppError } from '@vigie/contract';

export type StoreName = 'figures' | 'events';

/** What the last write of a store came to. */
export interface WriteTrouble {
  readonly store: StoreName;
  readonly full: boolean;
  readonly sinceMs: number;
}

/** Remembers which store refuses to write, and since when; the next write that works ends it. */
export class WriteWatch {
  private readonly troubles = new Map<StoreName, WriteTrouble>();

  constructor(private readonly now: () => number) {}

  /** The same promise, looked at. */
  watch<T>(store: StoreName, written: Promise<T>): Promise<T> {
    written.then(
      () => this.troubles.delete(store),
      (error: unknown) => this.failed(store, error),
    );
    return written;
  }

  all(): readonly WriteTrouble[] {
    return [...this.troubles.values()];
  }

  private failed(store: StoreName, error: unknown): void {
    // What an agent sent was wrong; the store is not.
    if (error instanceof AppError && error.code === 'invalid_input') {
      return;
    }
    const full = error instanceof AppError && error.code === 'storage_full';
    this.troubles.set(store, { store, full, sinceMs: this.troubles.get(store)?.sinceMs ?? this.now() });
  }
}
