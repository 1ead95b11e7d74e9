import type { Permission } from '@vigie/contract';
import {
  EthernetPort,
  Gauge,
  History,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  ScrollText,
  Server,
  SlidersHorizontal,
} from 'lucide-react';

export interface Place {
  readonly id: 'hosts' | 'overview' | 'processes' | 'ports' | 'events' | 'dashboards' | 'activity' | 'settings';
  readonly icon: LucideIcon;
  readonly to:
    | '/hosts'
    | '/hosts/$host'
    | '/hosts/$host/processes'
    | '/hosts/$host/ports'
    | '/hosts/$host/events'
    | '/dashboards'
    | '/activity'
    | '/settings';
  /** After `g`. */
  readonly key: string;
  readonly permission: Permission;
  /** A line stands above it in the rail. */
  readonly group: 'fleet' | 'host' | 'installation';
}

/** The places of the rail, in order; on a phone they stand at the foot. */
export const places: readonly Place[] = [
  { id: 'hosts', icon: Server, to: '/hosts', key: 'h', permission: 'host.read', group: 'fleet' },
  { id: 'overview', icon: Gauge, to: '/hosts/$host', key: 'o', permission: 'host.read', group: 'host' },
  { id: 'processes', icon: ListTree, to: '/hosts/$host/processes', key: 'p', permission: 'process.read', group: 'host' },
  { id: 'ports', icon: EthernetPort, to: '/hosts/$host/ports', key: 'n', permission: 'process.read', group: 'host' },
  { id: 'events', icon: ScrollText, to: '/hosts/$host/events', key: 'e', permission: 'event.read', group: 'host' },
  { id: 'dashboards', icon: LayoutDashboard, to: '/dashboards', key: 'd', permission: 'host.read', group: 'installation' },
  { id: 'activity', icon: History, to: '/activity', key: 'a', permission: 'audit.read', group: 'installation' },
  { id: 'settings', icon: SlidersHorizontal, to: '/settings', key: 's', permission: 'self', group: 'installation' },
];
