import { AppError } from '@vigie/contract';
import type { AgentCommands, PerTargetOutput, ProcessPlanOutput, ProcessRow, SocketRow } from '@vigie/contract/agent';

type TargetFacts = ProcessPlanOutput['targets'][number];
type Ref = { readonly pid: number; readonly startTicks: number };

/** A host in memory: its processes and sockets, and what else a test says about a process. */
export interface FakeHostState {
  readonly processes: Map<number, ProcessRow>;
  readonly sockets: Map<string, SocketRow>;
  /** Facts a row does not hold: role, permitted, clients … */
  readonly facts: Map<number, Partial<TargetFacts>>;
  cpuCount: number;
  restart: ProcessPlanOutput['restart'];
  nextPid: number;
}

export type FakeAnswers = {
  readonly [N in keyof AgentCommands]: {
    readonly [V in keyof AgentCommands[N]]: AgentCommands[N][V] extends { input: infer I; output: infer O } ? (input: I) => O : never;
  };
};

/** Does to the host in memory what an agent does to a real one. */
export function fakeAgent(state: FakeHostState): FakeAnswers {
  return {
    'process.snapshot': { read: () => ({ timeMs: 0, intervalMs: 0, full: true, rows: [...state.processes.values()], gone: [] }) },
    'socket.snapshot': { read: () => ({ timeMs: 0, full: true, rows: [...state.sockets.values()], gone: [], ownersHidden: false }) },
    'process.detail': {
      read: ({ pid, startTicks }) => fakeDetail(requireRow(state, pid, startTicks), [...state.sockets.values()]),
    },
    'process.plan': {
      plan: (input) => {
        const targets: TargetFacts[] = [];
        const missing: number[] = [];
        for (const { pid, startTicks } of input.targets) {
          const row = state.processes.get(pid);
          if (row && (startTicks === undefined || row.startTicks === startTicks)) {
            const descendants = input.tree ? childrenOf(state, pid) : [];
            targets.push(...[...descendants, row].map((target) => factsFor(state, target)));
          } else {
            missing.push(pid);
          }
        }
        return { targets, missing, cpuCount: state.cpuCount, ...(input.operation === 'process.restart' ? { restart: state.restart } : {}) };
      },
    },
    'process.signal': {
      run: ({ targets, signal }) => eachTarget(state, targets, (row) => applySignal(state, row, signal)),
      verify: ({ targets, signal }) => seen(targets.every((target) => signalWorked(state.processes.get(target.pid), target, signal))),
    },
    'process.renice': {
      run: ({ targets, nice }) =>
        eachTarget(state, targets, (row, index) =>
          put(state, { ...row, nice: (typeof nice === 'number' ? nice : nice[index]) ?? row.nice }),
        ),
      verify: () => seen(true),
    },
    'process.affinity': {
      run: ({ targets, cpus }) =>
        eachTarget(state, targets, (row, index) => {
          const own = cpus[index];
          addFacts(state, row.pid, { cpuAffinity: Array.isArray(own) ? own : (cpus as readonly number[]) });
        }),
      verify: () => seen(true),
    },
    'process.ioprio': {
      run: ({ targets, priority }) =>
        eachTarget(state, targets, (row, index) => {
          const own = Array.isArray(priority) ? priority[index] : priority;
          addFacts(state, row.pid, { ioClass: own.class, ioLevel: own.level });
        }),
      verify: () => seen(true),
    },
    'process.restart': {
      run: ({ target }) => {
        const row = requireRow(state, target.pid, target.startTicks);
        state.processes.delete(row.pid);
        const newPid = state.nextPid++;
        put(state, { ...row, pid: newPid, startTicks: row.startTicks + 1000 });
        return { oldPid: row.pid, newPid, unit: state.restart?.unit ?? null };
      },
      verify: ({ newPid }) => seen(newPid !== null && state.processes.has(newPid)),
    },
  };
}

function factsFor(state: FakeHostState, row: ProcessRow): TargetFacts {
  return {
    pid: row.pid,
    startTicks: row.startTicks,
    startedAtMs: row.startedAtMs,
    name: row.name,
    command: row.cmdline.join(' '),
    user: row.user,
    uid: row.uid,
    kernel: row.kernel,
    zombie: row.state === 'Z',
    status: row.state === 'T' ? 'stopped' : 'sleeping',
    nice: row.nice,
    unit: row.unit,
    container: row.container,
    children: childrenOf(state, row.pid).length,
    clients: [],
    listening: [],
    role: row.pid === 1 ? 'init' : row.kernel ? 'kernel' : null,
    permitted: true,
    cpuAffinity: Array.from({ length: state.cpuCount }, (_, cpu) => cpu),
    ioClass: 'none',
    ioLevel: 0,
    ...state.facts.get(row.pid),
  };
}

function childrenOf(state: FakeHostState, pid: number): ProcessRow[] {
  return [...state.processes.values()].filter((row) => row.ppid === pid && row.pid !== pid);
}

function put(state: FakeHostState, row: ProcessRow): void {
  state.processes.set(row.pid, row);
}

function addFacts(state: FakeHostState, pid: number, facts: Partial<TargetFacts>): void {
  state.facts.set(pid, { ...state.facts.get(pid), ...facts });
}

function requireRow(state: FakeHostState, pid: number, startTicks: number | undefined): ProcessRow {
  const row = state.processes.get(pid);
  if (!row) {
    throw new AppError('process_not_found');
  }
  if (startTicks !== undefined && row.startTicks !== startTicks) {
    throw new AppError('process_changed');
  }
  return row;
}

function eachTarget(state: FakeHostState, targets: readonly Ref[], apply: (row: ProcessRow, index: number) => void): PerTargetOutput {
  return {
    results: targets.map((target, index) => {
      try {
        apply(requireRow(state, target.pid, target.startTicks), index);
        return { pid: target.pid, ok: true, code: null, error: null };
      } catch (error) {
        if (!(error instanceof AppError)) {
          throw error;
        }
        return { pid: target.pid, ok: false, code: error.code, error: error.text };
      }
    }),
  };
}

function applySignal(state: FakeHostState, row: ProcessRow, signal: string): void {
  if (signal === 'STOP' || signal === 'CONT') {
    put(state, { ...row, state: signal === 'STOP' ? 'T' : 'S' });
  } else if (signal === 'TERM' || signal === 'KILL' || signal === 'INT') {
    state.processes.delete(row.pid);
  }
}

function signalWorked(row: ProcessRow | undefined, target: Ref, signal: string): boolean {
  if (signal === 'STOP' || signal === 'CONT') {
    return (row?.state === 'T') === (signal === 'STOP');
  }
  return row === undefined || row.startTicks !== target.startTicks;
}

function seen(verified: boolean): { verified: boolean; detail: { en: string; fr: string } } {
  return { verified, detail: verified ? { en: 'seen', fr: 'constaté' } : { en: 'not seen', fr: 'non constaté' } };
}

function fakeDetail(process: ProcessRow, sockets: readonly SocketRow[]): AgentCommands['process.detail']['read']['output'] {
  return {
    process,
    workingDirectory: '/',
    rootDirectory: '/',
    groups: ['ada'],
    gid: 1000,
    group: 'ada',
    tty: null,
    session: 1,
    processGroup: process.pid,
    voluntarySwitches: 1,
    involuntarySwitches: 1,
    oomScore: 0,
    oomScoreAdjust: 0,
    cpuAffinity: [0, 1],
    ioClass: 'none',
    ioLevel: 0,
    schedulingPolicy: 'other',
    readBytes: 0,
    writtenBytes: 0,
    memory: null,
    maps: null,
    mapsTotal: null,
    threads: [],
    files: null,
    filesTotal: null,
    environment: [{ name: 'HOME', value: '/home/ada', masked: false }],
    limits: [],
    cgroup: null,
    namespaces: {},
    sockets: sockets.filter((socket) => socket.pid === process.pid),
    children: [],
    parents: [],
  };
}
