/*
 * Numbers on a clock: one folder for each subject, which knows nothing of the others. When they are asked, how long each
 * took and whether it failed is the runtime's business.
 */
import type { Collector, CollectorDeps } from './collector.ts';
import { createCpuCollector } from './cpu/index.ts';
import { createDisksCollector } from './disks/index.ts';
import { createFilesystemsCollector } from './filesystems/index.ts';
import { createKernelCountsCollector } from './kernel-counts/index.ts';
import { createLoadCollector } from './load/index.ts';
import { createMemoryCollector } from './memory/index.ts';
import { createNetworkCollector } from './network/index.ts';
import { createOwnCollector } from './own/index.ts';
import { createPressureCollector } from './pressure/index.ts';
import { createSwapCollector } from './swap/index.ts';
import { createTemperaturesCollector } from './temperatures/index.ts';
import { createUptimeCollector } from './uptime/index.ts';

export type { Collector, CollectorDeps, Sample, SeriesDescription } from './collector.ts';
export { type CollectorRun, createCollectorReport } from './own/index.ts';

/** Every collector, in the order in which a frame is filled. */
export function createCollectors(deps: CollectorDeps): readonly Collector[] {
  return [
    createCpuCollector(deps),
    createLoadCollector(deps),
    createMemoryCollector(deps),
    createSwapCollector(deps),
    createPressureCollector(deps),
    createDisksCollector(deps),
    createFilesystemsCollector(deps),
    createNetworkCollector(deps),
    createTemperaturesCollector(deps),
    createUptimeCollector(deps),
    createKernelCountsCollector(deps),
    createOwnCollector(deps),
  ];
}
