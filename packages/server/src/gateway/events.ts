import type { AgentEvent, AgentGap, EventBatch } from '@vigie/contract/agent';
import { mostEventsPerBatch } from '@vigie/contract/agent';
import * as z from 'zod';
import { time } from './rows.ts';

/* Events and gaps as they cross the link, and their limits. */

const sequence = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const noun = /^[a-z]{1,32}$/;

const event: z.ZodType<AgentEvent> = z.object({
  sequence,
  timeMs: time,
  kind: z.string().regex(/^[a-z]{1,32}\.[a-z_]{1,32}$/),
  severity: z.enum(['info', 'warning', 'critical']),
  fields: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/), z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]))
    .refine((fields) => Object.keys(fields).length <= 32, 'too many fields'),
});

const gap: z.ZodType<AgentGap> = z.object({
  sequence,
  class: z.string().regex(noun),
  fromMs: time,
  toMs: time,
  count: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
  reason: z.enum(['kernel_overflow', 'queue_full', 'agent_away', 'spool_damaged']),
});

export const eventBatch: z.ZodType<EventBatch> = z.object({
  stream: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  sentAtMs: time,
  events: z.array(event).max(mostEventsPerBatch),
  gaps: z.array(gap).max(mostEventsPerBatch),
});
