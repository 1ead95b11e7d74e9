import { AppError, type ErrorCodeName, errorCodes, type Text } from '@vigie/contract';
import type { AgentMessage, AgentMessages, CommandResult } from '@vigie/contract/agent';
import * as z from 'zod';

/*
 * The shapes and limits of what an agent may send. A message that does not fit ends its session. Members we do
 * not know are dropped, so that a newer agent is understood.
 */

const name = z.string().max(4096);
const nullableName = name.nullable();
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const amount = z.number().min(0);
const hideable = z.enum([
  'exe',
  'openFiles',
  'readBytesPerSecond',
  'writeBytesPerSecond',
  'uniqueBytes',
  'swapBytes',
  'cmdline',
  'sockets',
]);

export const ProcessRowShape = z.object({
  pid: z.number().int().min(1).max(4_194_304),
  startTicks: count,
  startedAtMs: z.number(),
  ppid: z.number().int().min(0).max(4_194_304),
  name,
  exe: nullableName,
  uid: z.number().int().min(0).max(4_294_967_295),
  user: name,
  state: z.string().max(4),
  cpuCores: amount.nullable(),
  cpuSeconds: amount,
  rssBytes: count.nullable(),
  sharedBytes: count.nullable(),
  virtualBytes: count.nullable(),
  swapBytes: count.nullable(),
  uniqueBytes: count.nullable(),
  nice: z.number().int().min(-20).max(19),
  priority: z.number().int(),
  threads: count,
  cmdline: z.array(z.string().max(131_072)).max(8192),
  openFiles: count.nullable(),
  readBytesPerSecond: amount.nullable(),
  writeBytesPerSecond: amount.nullable(),
  unit: nullableName,
  container: nullableName,
  kernel: z.boolean(),
  deleted: z.boolean(),
  hidden: z.array(hideable).max(16),
});

const port = z.number().int().min(0).max(65_535).nullable();
export const SocketRowShape = z.object({
  id: z.string().max(64),
  protocol: z.enum(['tcp', 'udp', 'unix']),
  family: z.enum(['ipv4', 'ipv6', 'unix']),
  state: z.string().max(32),
  localAddress: z.string().max(128).nullable(),
  localPort: port,
  remoteAddress: z.string().max(128).nullable(),
  remotePort: port,
  path: nullableName,
  uid: z.number().int().min(0).nullable(),
  user: nullableName,
  pid: z.number().int().min(1).nullable(),
  processName: nullableName,
  receiveQueueBytes: count.nullable(),
  sendQueueBytes: count.nullable(),
});

const facts = z.object({
  name,
  operatingSystem: nullableName,
  kernel: name,
  architecture: z.string().max(64),
  virtualisation: nullableName,
  cpuModel: nullableName,
  cpuCount: z.number().int().min(1).max(65_536),
  memoryBytes: count,
  addresses: z.array(z.string().max(128)).max(1024),
  bootedAtMs: z.number(),
  bootId: z.string().max(64),
  timeZone: nullableName,
  agentUser: name,
  privileged: z.boolean(),
  pid: z.number().int().min(1),
  missing: z.array(z.string().max(64)).max(256),
});

const snapshot = { timeMs: z.number(), full: z.boolean() };
const text: z.ZodType<Text> = z.object({ en: z.string().max(4096), fr: z.string().max(4096) });
const errorCode = z.custom<ErrorCodeName>((value) => typeof value === 'string' && Object.hasOwn(errorCodes, value));

const shapes = {
  hello: z.object({
    protocol: z.number().int(),
    agentVersion: z.string().max(64),
    hostId: z.string().min(1).max(64),
    certificate: z.string().max(16_384),
    signature: z.string().max(1024),
    agentTimeMs: z.number(),
    facts,
  }),
  facts,
  processes: z.object({
    ...snapshot,
    intervalMs: z.number().min(0),
    rows: z.array(ProcessRowShape).max(200_000),
    gone: z.array(z.number().int()).max(200_000),
  }),
  sockets: z.object({
    ...snapshot,
    rows: z.array(SocketRowShape).max(500_000),
    gone: z.array(z.string().max(64)).max(500_000),
    ownersHidden: z.boolean(),
  }),
  result: z.union([
    z.object({ id: z.string().max(64), ok: z.literal(true), output: z.unknown() }),
    z.object({ id: z.string().max(64), ok: z.literal(false), code: errorCode, message: text }),
  ]) as z.ZodType<CommandResult>,
  ping: z.object({ sentAtMs: z.number() }),
  pong: z.object({ sentAtMs: z.number(), peerTimeMs: z.number() }),
  goodbye: z.object({ reason: z.string().max(1024) }),
} satisfies { [T in keyof AgentMessages]?: z.ZodType<AgentMessages[T]> };

export type FromAgent = Extract<AgentMessage, { readonly type: keyof typeof shapes | 'frame' }>;

/** Checks a decoded message of an agent. Throws AppError `invalid_input` for what no agent may send. */
export function checkMessage(message: AgentMessage): FromAgent {
  if (message.type === 'frame') {
    return message;
  }
  if (!Object.hasOwn(shapes, message.type)) {
    throw new AppError('invalid_input', {
      message: { en: `an agent does not send ${message.type}`, fr: `un agent n’envoie pas ${message.type}` },
    });
  }
  const checked = shapes[message.type as keyof typeof shapes].safeParse(message.body);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = `${message.type}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new AppError('invalid_input', {
      message: { en: `the message does not fit: ${where}`, fr: `le message ne convient pas : ${where}` },
    });
  }
  return { type: message.type, body: checked.data } as FromAgent;
}
