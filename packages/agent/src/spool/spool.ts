import type { Clock } from '../clock.ts';
import type { FoundEvent, FoundGap } from '../sources/index.ts';
import { eventCodec, frameCodec, type SpooledEvent, type SpooledFrame } from './codecs.ts';
import type { SpoolFiles } from './files.ts';
import { Lane } from './lane.ts';

const defaultSpoolBytes = 512 * 1024 * 1024;
/** A frame that was acknowledged sooner is never written. */
const frameWriteMs = 100;
const bulkSyncMs = 1000;
const retryAfterMs = 1000;
/** Of what the file system could still give, so much at most is ours. */
const shareOfFree = 0.5;
const leastBytes = 4 * 1024 * 1024;
/** Frames are thinned to every second one so often, before anything else is touched. */
const thinnings = 3;
/** Kinds of which much may be lost before anything of the others is. */
const bulkKinds = /^(process|unit|log)\./;

export interface SpoolDeps {
  readonly files: SpoolFiles;
  readonly clock: Clock;
  readonly maxBytes?: number;
  readonly newStream?: () => string;
  readonly report?: (message: string) => void;
}

/**
 * What the server has not acknowledged, on disk, so that neither a cut of the network nor the end of this process costs
 * anything. Three lanes by importance: events that are never dropped, events that are many, frames. When there is no more
 * room frames are thinned, then the many events go, oldest first; each time what went is told as a gap in its place.
 */
export class Spool {
  readonly frames: Lane<SpooledFrame>;
  readonly bulk: Lane<SpooledEvent>;
  readonly kept: Lane<SpooledEvent>;
  private frameTimer: (() => void) | null = null;
  private bulkTimer: (() => void) | null = null;
  private failing = false;
  /** Before this a disk that has refused is not asked again. */
  private retryMs = Number.NEGATIVE_INFINITY;
  private readonly dropped = { frames: 0, events: 0 };
  private readonly most: number;

  constructor(private readonly deps: SpoolDeps) {
    const { files, newStream = () => crypto.randomUUID() } = deps;
    for (const name of files.list()) {
      if (name.endsWith('.new')) {
        files.remove(name);
      }
    }
    const shared = { files, newStream, nowMs: deps.clock.wallMs() };
    this.frames = new Lane({
      ...shared,
      name: 'frames',
      codec: { ...frameCodec(), dropped: (count) => (this.dropped.frames += count) },
      noun: 'metric',
      longBacklog: 30,
      mostInMemory: 360,
      squeeze: (index, total) => index >= total / 2 || index % 2 === 0,
    });
    const codec = { ...eventCodec, dropped: (count: number) => (this.dropped.events += count) };
    const events = { ...shared, codec, longBacklog: 2000 };
    this.bulk = new Lane({
      ...events,
      name: 'bulk',
      noun: 'process',
      mostInMemory: 10_000,
      squeeze: (index, total) => index >= total / 20,
    });
    this.kept = new Lane({ ...events, name: 'kept', noun: 'event', mostInMemory: 40_000, squeeze: (index, total) => index >= total / 20 });
    const held = this.bytes;
    this.most = Math.max(leastBytes, Math.min(deps.maxBytes ?? defaultSpoolBytes, held + freeBytes(files) * shareOfFree));
  }

  get bytes(): number {
    return this.frames.bytes + this.bulk.bytes + this.kept.bytes;
  }

  /** For the agent's own series. */
  get counts() {
    return {
      droppedFrames: this.dropped.frames,
      droppedEvents: this.dropped.events,
      waitingFrames: this.frames.waiting,
      waitingEvents: this.bulk.waiting + this.kept.waiting,
      spoolBytes: this.bytes,
    };
  }

  pushFrame(frame: SpooledFrame): void {
    this.frames.push(frame.timeMs, frame);
    this.frameTimer ??= this.deps.clock.after(frameWriteMs, () => {
      this.frameTimer = null;
      this.keep(this.frames, true);
    });
  }

  /** Counts as accepted after `settle`. */
  pushEvent({ severity = 'info', ...event }: FoundEvent): void {
    (bulkKinds.test(event.kind) ? this.bulk : this.kept).push(event.timeMs, { severity, ...event });
  }

  pushGap(gap: FoundGap): void {
    this.kept.pushLoss(gap);
  }

  /** What was pushed is on the disk, as durably as its lane asks. To be called before anything of it is sent. */
  settle(): void {
    this.keep(this.kept, true);
    this.keep(this.bulk, false);
    this.bulkTimer ??= this.deps.clock.after(bulkSyncMs, () => {
      this.bulkTimer = null;
      this.sync(this.bulk);
    });
  }

  close(): void {
    this.frameTimer?.();
    this.bulkTimer?.();
    for (const lane of [this.kept, this.bulk, this.frames]) {
      this.keep(lane, true);
      try {
        lane.close();
      } catch (error) {
        this.complain(error);
      }
    }
    this.deps.files.close();
  }

  private keep(lane: Lane<SpooledFrame> | Lane<SpooledEvent>, sync: boolean): void {
    const nowMs = this.deps.clock.monotonicMs();
    // Room may be had from what matters less.
    if (nowMs < this.retryMs || !(lane.write() || (this.makeRoom() && lane.write()))) {
      this.complain(null);
      this.retryMs = nowMs < this.retryMs ? this.retryMs : nowMs + retryAfterMs;
      lane.relieve();
      return;
    }
    if (sync && !this.sync(lane)) {
      return;
    }
    this.failing = false;
    while (this.bytes > this.most && this.makeRoom()) {
      // One file at a time.
    }
  }

  private sync(lane: Lane<SpooledFrame> | Lane<SpooledEvent>): boolean {
    try {
      lane.sync();
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  /** One step; false when nothing more may go. */
  private makeRoom(): boolean {
    try {
      for (let pass = 1; pass <= thinnings; pass++) {
        if (this.frames.shrink(pass, (index) => index % 2 === 0) !== null) {
          return true;
        }
      }
      return this.bulk.shrink(1, () => false) !== null || this.frames.shrink(thinnings + 1, () => false) !== null;
    } catch {
      // There is no room for the shorter file either.
      return this.giveUp();
    }
  }

  private giveUp(): boolean {
    try {
      return this.frames.drop() || this.bulk.drop();
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  private complain(error: unknown): void {
    if (!this.failing) {
      this.failing = true;
      this.deps.report?.(`the spool cannot be written: ${error instanceof Error ? error.message : 'the disk refuses'}`);
    }
  }
}

function freeBytes(files: SpoolFiles): number {
  try {
    return files.freeBytes();
  } catch {
    return 0;
  }
}
