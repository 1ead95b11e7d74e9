import * as z from 'zod';

/* The rows of processes and sockets as they cross the link, and their limits. */

const name = z.string().max(4096);
const nullableName = name.nullable();
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const nullableCount = count.nullable();
const amount = z.number().min(0);
const pid = z.number().int().min(1).max(4_194_304);
/** A host whose clock stands before 1970 has processes older than that; beyond the year 9999 no date can be written. */
export const time = z.number().min(-1e13).max(253_402_300_799_999);
/** Characters of one whole command line. */
const mostCommandLine = 65_536;

export const processRow = z.object({
  pid,
  startTicks: count,
  startedAtMs: time,
  ppid: z.number().int().min(0).max(4_194_304),
  name,
  exe: nullableName,
  uid: z.number().int().min(0).max(4_294_967_295),
  user: name,
  state: z.string().max(4),
  cpuCores: amount.nullable(),
  cpuSeconds: amount,
  rssBytes: nullableCount,
  sharedBytes: nullableCount,
  virtualBytes: nullableCount,
  swapBytes: nullableCount,
  uniqueBytes: nullableCount,
  nice: z.number().int().min(-20).max(19),
  priority: z.number().int(),
  threads: count,
  cmdline: z
    .array(z.string())
    .max(8192)
    .refine((argv) => argv.reduce((sum, argument) => sum + argument.length, 0) <= mostCommandLine, 'the command line is too long'),
  openFiles: nullableCount,
  readBytesPerSecond: amount.nullable(),
  writeBytesPerSecond: amount.nullable(),
  receivedBytesPerSecond: amount.nullable().optional(),
  sentBytesPerSecond: amount.nullable().optional(),
  unit: nullableName,
  container: nullableName,
  kernel: z.boolean(),
  deleted: z.boolean(),
  hidden: z
    .array(z.enum(['exe', 'openFiles', 'readBytesPerSecond', 'writeBytesPerSecond', 'uniqueBytes', 'swapBytes', 'cmdline', 'sockets']))
    .max(16),
});

const port = z.number().int().min(0).max(65_535).nullable();

export const socketRow = z.object({
  id: z.string().max(64),
  protocol: z.enum(['tcp', 'udp', 'unix']),
  family: z.enum(['ipv4', 'ipv6', 'unix']),
  state: z.string().max(32),
  localAddress: z.string().max(128).nullable(),
  localPort: port,
  remoteAddress: z.string().max(128).nullable(),
  remotePort: port,
  path: nullableName,
  uid: z.number().int().min(0).max(4_294_967_295).nullable(),
  user: nullableName,
  pid: pid.nullable(),
  processName: nullableName,
  receiveQueueBytes: nullableCount,
  sendQueueBytes: nullableCount,
});
