/*
 * Things that happen, each told once by its source: programs and processes, logins, boots. How they are numbered, kept and
 * sent is the link's business.
 */

import type { Users } from '../snapshots/index.ts';
import type { BootDeps } from './boot/index.ts';
import { createBootSource } from './boot/index.ts';
import { type ExecDeps, ExecSource } from './exec/index.ts';
import { createProcessReader } from './exec/read.ts';
import { createLoginSource } from './logins/index.ts';
import type { Source } from './source.ts';
import { createUnitSource, type UnitDeps } from './units/index.ts';

export type { FoundEvent, FoundGap, Source, SourceOutput } from './source.ts';

export interface SourceDeps extends BootDeps, UnitDeps, Pick<ExecDeps, 'log' | 'known'> {
  readonly users: Users;
}

/** Every source, in the order in which they begin: the life of the agent first. */
export function createSources(deps: SourceDeps): readonly Source[] {
  return [
    createBootSource(deps),
    createLoginSource(deps),
    createUnitSource(deps),
    new ExecSource({ ...deps, read: createProcessReader(deps) }),
  ];
}
