import { networkInterfaces } from 'node:os';
import type { HostFacts } from '@vigie/contract/agent';
import { effectiveUserId, type HostTree } from '../../kernel/index.ts';
import type { Users } from '../users.ts';
import { detectVirtualisation } from './virtualisation.ts';

export interface HostFactsDeps {
  readonly tree: HostTree;
  readonly users: Users;
  /** Names of the collectors that found nothing to read. */
  readonly missing: readonly string[];
}

/** What the host is. Cheap enough to be asked every minute, to see whether it changed. */
export function readHostFacts({ tree, users, missing }: HostFactsDeps): HostFacts {
  const stat = tree.text('/proc/stat') ?? '';
  const userId = effectiveUserId();
  return {
    name: line(tree, '/proc/sys/kernel/hostname') ?? 'localhost',
    operatingSystem: parseRelease(tree.text('/etc/os-release') ?? tree.text('/usr/lib/os-release') ?? ''),
    kernel: line(tree, '/proc/sys/kernel/osrelease') ?? '',
    architecture: architectures[process.arch] ?? process.arch,
    virtualisation: detectVirtualisation(tree),
    cpuModel: readCpuModel(tree),
    cpuCount: Math.max(1, [...stat.matchAll(/^cpu\d+ /gm)].length),
    memoryBytes: Number(/^MemTotal:\s+(\d+) kB$/m.exec(tree.text('/proc/meminfo') ?? '')?.[1] ?? 0) * 1024,
    addresses: readAddresses(),
    bootedAtMs: Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0) * 1000,
    bootId: line(tree, '/proc/sys/kernel/random/boot_id') ?? '',
    timeZone: readTimeZone(tree),
    agentUser: users.user(userId),
    privileged: userId === 0,
    pid: process.pid,
    missing,
  };
}

const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

function line(tree: HostTree, path: string): string | null {
  return tree.text(path)?.trim() || null;
}

/** os-release(5): values may stand in quotes. */
export function parseRelease(text: string): string | null {
  const value = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
  return value('PRETTY_NAME') || value('NAME') || null;
}

/** On ARM the processors have no name; the board has. */
function readCpuModel(tree: HostTree): string | null {
  const text = tree.text('/proc/cpuinfo') ?? '';
  const model = /^(?:model name|Model|Hardware)\s*:\s*(.+)$/m.exec(text)?.[1] ?? tree.text('/proc/device-tree/model')?.replaceAll('\0', '');
  return model?.replaceAll(/\s+/g, ' ').trim() || null;
}

const ofContainers = /^(?:docker|br-|veth|virbr|cni|flannel|cali|podman|lxc|lxd)/;

/** Loopback and link-local addresses reach nobody from elsewhere; bridges of containers come last. */
function readAddresses(): string[] {
  const found: { readonly address: string; readonly isLast: boolean }[] = [];
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const { address, internal } of addresses ?? []) {
      if (!internal && !address.startsWith('fe80:')) {
        found.push({ address, isLast: ofContainers.test(name) });
      }
    }
  }
  return found.sort((left, right) => Number(left.isLast) - Number(right.isLast)).map(({ address }) => address);
}

function readTimeZone(tree: HostTree): string | null {
  const target = tree.link('/etc/localtime');
  const zone = target === null ? null : (/zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(target)?.[1] ?? null);
  return zone ?? line(tree, '/etc/timezone');
}
