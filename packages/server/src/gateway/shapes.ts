import type { ErrorCodeName, Text } from '@vigie/contract';
import { errorCodes } from '@vigie/contract';
import {
  type AgentMessage,
  type AgentMessages,
  type CommandResult,
  type Frame,
  inventoryKinds,
  MalformedMessage,
} from '@vigie/contract/agent';
import * as z from 'zod';
import { checkShape } from './check.ts';
import { eventBatch } from './events.ts';
import { processRow, socketRow, time } from './rows.ts';

/*
 * The shapes and limits of what an agent may send. A message that does not fit ends its session. Members we do
 * not know are dropped, so that a newer agent is understood.
 */

const name = z.string().max(4096);
const nullableName = name.nullable();

const facts = z.object({
  name,
  operatingSystem: nullableName,
  kernel: name,
  architecture: z.string().max(64),
  virtualisation: nullableName,
  cpuModel: nullableName,
  cpuCount: z.number().int().min(1).max(65_536),
  memoryBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  addresses: z.array(z.string().max(128)).max(1024),
  bootedAtMs: time,
  bootId: z.string().max(64),
  timeZone: z.string().max(128).nullable(),
  agentUser: name,
  privileged: z.boolean(),
  pid: z.number().int().min(1).max(4_194_304),
  missing: z.array(z.string().max(64)).max(256),
});

const text: z.ZodType<Text> = z.object({ en: z.string().max(4096), fr: z.string().max(4096) });
const errorCode = z.custom<ErrorCodeName>((value) => typeof value === 'string' && Object.hasOwn(errorCodes, value));

export const processSnapshot = z.object({
  timeMs: time,
  full: z.boolean(),
  intervalMs: z.number().min(0),
  rows: z.array(processRow).max(100_000),
  gone: z.array(z.number().int()).max(200_000),
  more: z.boolean().optional(),
});

export const socketSnapshot = z.object({
  timeMs: time,
  full: z.boolean(),
  rows: z.array(socketRow).max(200_000),
  gone: z.array(z.string().max(64)).max(500_000),
  ownersHidden: z.boolean(),
  more: z.boolean().optional(),
});

const inventoryKind = z.enum(inventoryKinds);
const inventoryKey = z.string().max(1024);

const inventory = z.object({
  timeMs: time,
  full: z.boolean(),
  kinds: z.array(inventoryKind).max(16),
  items: z
    .array(
      z.object({
        kind: inventoryKind,
        key: inventoryKey,
        fields: z.record(z.string().max(64), z.union([z.string().max(4096), z.number(), z.boolean(), z.null()])),
      }),
    )
    .max(20_000),
  gone: z.array(z.object({ kind: inventoryKind, key: inventoryKey })).max(40_000),
  more: z.boolean().optional(),
});

const shapes = {
  hello: z.object({
    protocol: z.number().int(),
    agentVersion: z.string().max(64),
    hostId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
    certificate: z.string().max(16_384),
    signature: z.string().max(1024),
    agentTimeMs: z.number(),
    facts,
  }),
  facts,
  processes: processSnapshot,
  sockets: socketSnapshot,
  inventory,
  // What an output must look like is known to who asked (outputs.ts).
  result: z.union([
    z.object({ id: z.string().max(64), ok: z.literal(true), output: z.unknown() }),
    z.object({ id: z.string().max(64), ok: z.literal(false), code: errorCode, message: text }),
  ]) as z.ZodType<CommandResult>,
  ping: z.object({ sentAtMs: z.number() }),
  pong: z.object({ sentAtMs: z.number(), peerTimeMs: z.number() }),
  goodbye: z.object({ reason: z.string().max(1024) }),
  events: eventBatch,
  renew: z.object({ publicKey: z.string().max(2000) }),
} satisfies { [T in keyof AgentMessages]?: z.ZodType<AgentMessages[T]> };

export type FromAgent = Extract<AgentMessage, { readonly type: keyof typeof shapes | 'frame' }>;

/** Checks a decoded message of an agent. Throws MalformedMessage for what no agent may send. */
export function checkMessage(message: AgentMessage): FromAgent {
  if (message.type === 'frame') {
    checkFrame(message.body);
    return message;
  }
  if (!Object.hasOwn(shapes, message.type)) {
    throw new MalformedMessage(`an agent does not send ${message.type}`);
  }
  const shape = shapes[message.type as keyof typeof shapes] as z.ZodType;
  return { type: message.type, body: checkShape(message.type, shape, message.body) } as FromAgent;
}

/** The decoder has checked everything but what a date can hold. */
function checkFrame(frame: Frame): void {
  if (!time.safeParse(frame.timeMs).success) {
    throw new MalformedMessage(`frame.timeMs: ${frame.timeMs}`);
  }
}
