/*
 * System calls and the files of the kernel. Only this folder knows bun:ffi; the rest of the agent calls these functions.
 * It does not decide anything: what a number means, and whether something may be done, is the caller's business.
 * `launch.ts` is not in this list: only the program that a restart starts loads it.
 */
export { kernelMonotonicMs, ProcessConnector, type ProcessConnectorEvents } from './connector.ts';
export {
  effectiveUserId,
  type IoClass,
  type IoPriority,
  ioClasses,
  openProcessHandle,
  readAffinity,
  readIoPriority,
  readNice,
  readSchedulingPolicy,
  setAffinity,
  setIoPriority,
  setNice,
  signalProcess,
} from './control.ts';
export { errnos, isDenied, KernelError } from './errno.ts';
export { closeDescriptor, type FileStatus } from './files.ts';
export { type FilesystemSpace, readFilesystemSpace } from './filesystem.ts';
export { pageBytes, ticksPerSecond } from './libc.ts';
export { SockDiag } from './netlink.ts';
export { isKernelThread, ProcessStat, parseProcessStat } from './process-stat.ts';
export { type HostTree, isGone, openHostTree } from './procfs.ts';
export { dumpInet, dumpUnix, type InetDiag, type UnixDiag } from './sock-diag.ts';
