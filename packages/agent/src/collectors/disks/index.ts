/* Work of the disks. Partitions are left out: their disk tells of them. */
export { createDisksCollector } from './collect.ts';
