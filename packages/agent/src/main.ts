import { fstatSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import type { AgentIdentity } from './enrol/identity-file.ts';
import { HeldIdentity, Renewal } from './enrol/renewal.ts';
import { releaseCodeMemory } from './kernel/code-memory.ts';
import { WebSocketTransport } from './link/index.ts';
import { logToStderr } from './log.ts';
import { createParts } from './registry.ts';
import { Runtime } from './runtime.ts';
import { openSpoolFiles, Spool } from './spool/index.ts';
import { openStateDirectory } from './state/index.ts';

const firstTidyMs = 10_000;
const tidyEveryMs = 600_000;

export interface AgentOptions {
  /** Written by this agent only; one agent at a time. */
  readonly stateDir: string;
  readonly identity: AgentIdentity;
  /** True for an agent that joined by itself: it keeps its identity in `stateDir` and renews it there. */
  readonly renews?: boolean;
  /** Pids of the server, when it runs on this host and started this agent. */
  readonly serverPids?: readonly number[];
  /** What may wait on disk for the server; 512 MB when absent, and never more than half of what the disk has left. */
  readonly spoolBytes?: number;
  /** Aborting it stops the agent in order. */
  readonly signal: AbortSignal;
}

/**
 * Runs the agent until it is stopped: by the signal, or, when a server started it with a pipe as standard input, by the end of
 * that pipe, which comes however the server dies. Throws when the address is wrong or another agent holds the state.
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  const identity = new HeldIdentity(options.identity);
  const transport = new WebSocketTransport(identity);
  const renewal = options.renews ? new Renewal(identity, { stateDir: options.stateDir, wallMs: systemClock.wallMs }) : undefined;
  const serverPids = options.serverPids ?? [];
  const state = await openStateDirectory(options.stateDir, systemClock);
  const spool = new Spool({
    files: openSpoolFiles(join(options.stateDir, 'spool')),
    clock: systemClock,
    report: (message) => logToStderr('warning', message),
    ...(options.spoolBytes === undefined ? {} : { maxBytes: options.spoolBytes }),
  });
  const runtime = new Runtime({
    ...createParts(serverPids, state.marks),
    clock: systemClock,
    log: logToStderr,
    journal: state.journal,
    spool,
    link: { transport, identity, renewal, random: Math.random },
  });
  runtime.start();
  const stopTidying = tidyMemory(systemClock);
  const reason = await stopReason(options.signal, serverPids.length > 0 && isPipe(0));
  stopTidying();
  await runtime.stop(reason);
  state.close();
}

/** Soon after the start, and now and then, since a new session or an action loads code that is not needed after. */
function tidyMemory(clock: Clock): () => void {
  let cancel = () => {};
  const next = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      releaseCodeMemory();
      next(tidyEveryMs);
    });
  };
  next(firstTidyMs);
  return () => cancel();
}

function isPipe(fd: number): boolean {
  try {
    const status = fstatSync(fd);
    return status.isFIFO() || status.isSocket();
  } catch {
    // Closed: nobody holds the other end.
    return false;
  }
}

async function stopReason(signal: AbortSignal, watchesParent: boolean): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = () => resolve('stopped');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) {
    stop();
  }
  const reader = watchesParent ? Bun.stdin.stream().getReader() : null;
  if (reader) {
    void untilEnd(reader).then(() => resolve('the server has gone'));
  }
  const reason = await promise;
  signal.removeEventListener('abort', stop);
  await reader?.cancel();
  return reason;
}

/** What the parent writes is not read for its content. */
async function untilEnd(reader: { read(): Promise<{ readonly done: boolean }> }): Promise<void> {
  try {
    while (!(await reader.read()).done) {
      // Only the end matters.
    }
  } catch {
    // A pipe that breaks has ended too.
  }
}
