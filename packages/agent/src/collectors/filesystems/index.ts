/* Space and inodes of the file systems that hold something. A dead network server never makes the agent wait. */
export { createFilesystemsCollector } from './collect.ts';
