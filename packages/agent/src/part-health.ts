import type { Clock } from './clock.ts';
import { type CollectorRun, createCollectorReport, type Sample } from './collectors/index.ts';
import type { Log } from './log.ts';

/** Times every part of the agent, and keeps one that throws from stopping the others. How each fared is a series like any other. */
export class PartHealth {
  private readonly runs = new Map<string, CollectorRun>();
  private readonly lastErrors = new Map<string, string>();
  private readonly report = createCollectorReport();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Null when it threw. The same failure is told to the log once, until the part has succeeded again. */
  attempt<T>(name: string, work: () => T): T | null {
    const startedMs = this.clock.monotonicMs();
    let success = false;
    try {
      const value = work();
      success = true;
      this.lastErrors.delete(name);
      return value;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (this.lastErrors.get(name) !== message) {
        this.lastErrors.set(name, message);
        this.log('error', 'a part of the agent failed; the others go on', { part: name, error });
      }
      return null;
    } finally {
      const before = this.runs.get(name)?.totalMs ?? 0;
      this.runs.set(name, { name, totalMs: before + this.clock.monotonicMs() - startedMs, success });
    }
  }

  /** The time of every part and how its last run went. */
  samples(): Sample[] {
    return this.report.samples([...this.runs.values()]);
  }
}
