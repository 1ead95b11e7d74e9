import { AppError, type Host } from '@vigie/contract';
import type { ProcessRow, SocketRow } from '@vigie/contract/agent';
import type { HostChange, Hosts } from '../latest/port.ts';
import { buildHost } from './builders.ts';
import { type FakeHostState, fakeAgent } from './fake-agent.ts';

export interface FakeCall {
  readonly hostId: string;
  readonly verb: string;
  readonly name: string;
  readonly input: unknown;
  readonly id: string | undefined;
}

/** One host in memory behind the port of `latest`, which does what it is asked and notes every question. */
export interface FakeHosts extends Hosts {
  readonly host: Host;
  readonly state: FakeHostState;
  readonly calls: readonly FakeCall[];
  /** What `command` throws for this verb until it is taken away with null; `sent` says that the host has done it all the same. */
  fail(verb: string, error: unknown, sent?: boolean): void;
  /** `command` of this verb waits until the promise is done. */
  hold(verb: string, until: Promise<unknown>): void;
  emit(change: HostChange): void;
}

export function createFakeHosts(
  options: {
    readonly host?: Partial<Host>;
    readonly processes?: readonly ProcessRow[];
    readonly sockets?: readonly SocketRow[];
    readonly now?: () => number;
  } = {},
): FakeHosts {
  const host = buildHost(options.host);
  const state: FakeHostState = {
    processes: new Map((options.processes ?? []).map((row) => [row.pid, row])),
    sockets: new Map((options.sockets ?? []).map((row) => [row.id, row])),
    facts: new Map(),
    cpuCount: host.cpuCount ?? 1,
    restart: { possible: true, reason: null, unit: null, argv: ['sleep', '600'], workingDirectory: '/' },
    nextPid: 9_000,
  };
  const now = options.now ?? (() => Date.UTC(2026, 10, 20, 8));
  const answers = fakeAgent(state);
  const calls: FakeCall[] = [];
  const failures = new Map<string, { error: unknown; sent: boolean }>();
  const holds = new Map<string, Promise<unknown>>();
  const listeners = new Set<(change: HostChange) => void>();
  const once = new Map<string, unknown>();

  async function answer(verb: string, name: string, input: unknown, id: string | undefined): Promise<unknown> {
    calls.push({ hostId: host.id, verb, name, input, id });
    await holds.get(verb);
    const failure = failures.get(verb);
    if (failure && !failure.sent) {
      throw failure.error;
    }
    if (id !== undefined && once.has(id)) {
      return once.get(id);
    }
    const verbs = Reflect.get(answers, name) as Record<string, (input: unknown) => unknown>;
    const output = verbs[verb]?.(input);
    if (id !== undefined) {
      once.set(id, output);
    }
    if (failure) {
      throw failure.error;
    }
    return output;
  }

  return {
    host,
    state,
    calls,
    fail: (verb, error, sent = false) => {
      if (error === null) {
        failures.delete(verb);
      } else {
        failures.set(verb, { error, sent });
      }
    },
    hold: (verb, until) => {
      holds.set(verb, until);
    },
    emit: (change) => {
      for (const listener of listeners) {
        listener(change);
      }
    },
    list: () => [host],
    require: (ref) => {
      if (ref === host.id || (ref === 'local' && host.local)) {
        return host;
      }
      throw new AppError('host_not_found');
    },
    processes: () => ({ timeMs: now(), intervalMs: 1_000, rows: state.processes }),
    sockets: () => ({ timeMs: now(), ownersHidden: false, rows: state.sockets }),
    inventory: () => null,
    newestMetrics: () => null,
    refresh: async () => {
      const failure = failures.get('refresh');
      if (failure) {
        throw failure.error;
      }
    },
    // The port ties a name and a verb to their input and output; the table of answers holds the same pairs.
    command: ((_hostId: string, verb: string, name: string, input: unknown, command: { readonly id?: string }) =>
      answer(verb, name, input, command.id)) as unknown as Hosts['command'],
    watch: () => () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
