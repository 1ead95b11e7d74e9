import { readFileSync, readlinkSync } from 'node:fs';

/** What a process was started with and runs under, as far as the kernel tells; the source of a restart. */
export interface Origin {
  readonly pid: number;
  readonly startTicks: number;
  readonly state: string;
  readonly ppid: number;
  readonly kernel: boolean;
  /** Device number of the controlling terminal; 0 is none. */
  readonly terminal: number;
  readonly nice: number;
  /** Raw blocks of `/proc`: bytes, since neither needs to be text. Null when not readable. */
  readonly argumentsBlock: Uint8Array | null;
  readonly environmentBlock: Uint8Array | null;
  readonly exe: string | null;
  readonly workingDirectory: string | null;
  readonly uids: readonly [number, number, number];
  readonly gids: readonly [number, number, number];
  readonly groups: readonly number[];
  readonly umask: number;
  readonly ignoresHangup: boolean;
  readonly noNewPrivileges: boolean;
  readonly seccomp: number;
  readonly ambientCapabilities: bigint;
  readonly boundingCapabilities: bigint;
  readonly effectiveCapabilities: bigint;
  /** Lines of `/proc/<pid>/cgroup`. */
  readonly cgroups: readonly string[];
  /** Names of its namespaces; null when not readable. */
  readonly namespaces: Readonly<Record<string, string>> | null;
  readonly rootDirectory: string | null;
}

const namespaceNames = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'] as const;
const kernelThreadFlag = 0x0020_0000;

interface Stat {
  readonly state: string;
  readonly ppid: number;
  readonly terminal: number;
  readonly flags: number;
  readonly nice: number;
  readonly startTicks: number;
}

/** The name in brackets may hold anything, brackets and spaces included: fields count from the last bracket. */
export function parseStat(content: string): Stat {
  const fields = content.slice(content.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index]);
  return { state: fields[0] ?? '?', ppid: number(1), terminal: number(4), flags: number(6), nice: number(16), startTicks: number(19) };
}

/** `/proc/<pid>/status` as a map from name to text. */
function parseStatus(content: string): ReadonlyMap<string, string> {
  return new Map(
    content.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
}

function numbers(value: string | undefined): number[] {
  return (value ?? '')
    .split(/\s+/)
    .filter((part) => part !== '')
    .map(Number);
}

function hex(value: string | undefined): bigint {
  return BigInt(`0x${value || '0'}`);
}

function quiet<T>(reading: () => T): T | null {
  try {
    return reading();
  } catch {
    // Gone or hidden: the caller tells which by what is missing.
    return null;
  }
}

/** Null when no such process exists. What privileges hide is null inside. */
export function readOrigin(pid: number): Origin | null {
  const folder = `/proc/${pid}`;
  const statText = quiet(() => readFileSync(`${folder}/stat`, 'utf8'));
  const statusText = quiet(() => readFileSync(`${folder}/status`, 'utf8'));
  if (statText === null || statusText === null) {
    return null;
  }
  const stat = parseStat(statText);
  const status = parseStatus(statusText);
  const [realUid = -1, effectiveUid = -1, savedUid = -1] = numbers(status.get('Uid'));
  const [realGid = -1, effectiveGid = -1, savedGid = -1] = numbers(status.get('Gid'));
  const links = namespaceNames.map((name) => [name, quiet(() => readlinkSync(`${folder}/ns/${name}`))] as const);
  return {
    pid,
    startTicks: stat.startTicks,
    state: stat.state,
    ppid: stat.ppid,
    kernel: (stat.flags & kernelThreadFlag) !== 0,
    terminal: stat.terminal,
    nice: stat.nice,
    argumentsBlock: quiet(() => readFileSync(`${folder}/cmdline`)),
    environmentBlock: quiet(() => readFileSync(`${folder}/environ`)),
    exe: quiet(() => readlinkSync(`${folder}/exe`)),
    workingDirectory: quiet(() => readlinkSync(`${folder}/cwd`)),
    uids: [realUid, effectiveUid, savedUid],
    gids: [realGid, effectiveGid, savedGid],
    groups: numbers(status.get('Groups')),
    umask: Number.parseInt(status.get('Umask') ?? '0022', 8),
    ignoresHangup: (hex(status.get('SigIgn')) & 1n) === 1n,
    noNewPrivileges: status.get('NoNewPrivs') === '1',
    seccomp: Number(status.get('Seccomp') ?? 0),
    ambientCapabilities: hex(status.get('CapAmb')),
    boundingCapabilities: hex(status.get('CapBnd')),
    effectiveCapabilities: hex(status.get('CapEff')),
    cgroups: (quiet(() => readFileSync(`${folder}/cgroup`, 'utf8')) ?? '').split('\n').filter((line) => line !== ''),
    namespaces: links.some(([, link]) => link === null) ? null : Object.fromEntries(links.map(([name, link]) => [name, link ?? ''])),
    rootDirectory: quiet(() => readlinkSync(`${folder}/root`)),
  };
}

/** Command line as words; bytes that are not UTF-8 are shown as the replacement character. */
export function wordsOf(block: Uint8Array | null): string[] {
  if (!block || block.length === 0) {
    return [];
  }
  const words = new TextDecoder().decode(block).split('\0');
  return words.at(-1) === '' ? words.slice(0, -1) : words;
}
