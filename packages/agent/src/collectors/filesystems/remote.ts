import { statfs } from 'node:fs/promises';
import type { FilesystemSpace } from '../../kernel/index.ts';

/** An answer older than this is no answer. */
const maxAgeMs = 120_000;
/** Each mount whose server is away keeps one thread of the runtime waiting; more than this are not asked. */
const maxWaiting = 2;

/**
 * Space of file systems that may never answer. The question is put to a thread of the runtime and the answer used by
 * the next round; while one is waited for, the mount is not asked again.
 */
export class RemoteSpace {
  private readonly answers = new Map<string, { readonly space: FilesystemSpace; readonly atMs: number }>();
  private readonly waiting = new Set<string>();

  /** The last answer; null when there is none, or none any more. */
  read(path: string, nowMs: number): FilesystemSpace | null {
    this.ask(path, nowMs);
    const answer = this.answers.get(path);
    return answer && nowMs - answer.atMs <= maxAgeMs ? answer.space : null;
  }

  private ask(path: string, nowMs: number): void {
    if (this.waiting.has(path) || this.waiting.size >= maxWaiting) {
      return;
    }
    this.waiting.add(path);
    statfs(path)
      .then(
        (found) => {
          this.answers.set(path, {
            atMs: nowMs,
            space: {
              sizeBytes: found.blocks * found.bsize,
              freeBytes: found.bfree * found.bsize,
              availableBytes: found.bavail * found.bsize,
              inodes: found.files,
              freeInodes: found.ffree,
              readOnly: false,
            },
          });
        },
        () => this.answers.delete(path),
      )
      .finally(() => this.waiting.delete(path));
  }
}
