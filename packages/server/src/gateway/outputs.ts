import { ProcessDetailSchema, type Text } from '@vigie/contract';
import { type AgentCommands, type Command, MalformedMessage, type ProcessFacts } from '@vigie/contract/agent';
import * as z from 'zod';
import { checkShape } from './check.ts';
import { processRow, socketRow, time } from './rows.ts';
import { processSnapshot, socketSnapshot } from './shapes.ts';

/* What the answer to each command must look like. An answer that does not fit is none: what it would say is never shown. */

type Outputs = {
  readonly [N in keyof AgentCommands]: {
    readonly [V in keyof AgentCommands[N]]: AgentCommands[N][V] extends { output: infer O } ? z.ZodType<O> : never;
  };
};

const pid = z.number().int().min(1).max(4_194_304);
const name = z.string().max(4096);
const text: z.ZodType<Text> = z.object({ en: z.string().max(4096), fr: z.string().max(4096) });
const endpoints = z.array(z.string().max(128)).max(100_000);

const facts: z.ZodType<ProcessFacts> = z.object({
  pid,
  startTicks: z.number().int().min(0),
  startedAtMs: time,
  name,
  command: z.string().max(1024),
  user: name,
  uid: z.number().int(),
  kernel: z.boolean(),
  zombie: z.boolean(),
  status: z.string().max(32),
  nice: z.number().int(),
  unit: name.nullable(),
  container: name.nullable(),
  children: z.number().int().min(0),
  clients: endpoints,
  listening: endpoints,
  role: z
    .enum(['init', 'kernel', 'agent', 'server', 'sshd', 'login-session', 'database', 'system-manager', 'terminal-of-caller'])
    .nullable(),
  permitted: z.boolean(),
});

const plan = z.object({
  targets: z
    .array(
      z.intersection(
        facts,
        z.object({ cpuAffinity: z.array(z.number().int()).max(8192), ioClass: z.string().max(32), ioLevel: z.number() }),
      ),
    )
    .max(100_000),
  missing: z.array(z.number().int()).max(100_000),
  cpuCount: z.number().int().min(1),
  restart: z
    .object({
      possible: z.boolean(),
      reason: text.nullable(),
      unit: name.nullable(),
      argv: z.array(z.string().max(131_072)).max(8192),
      workingDirectory: name.nullable(),
    })
    .optional(),
});

const errorOrNull = { code: z.string().max(64).nullable(), error: text.nullable() };
const perTarget = z.object({ results: z.array(z.object({ pid, ok: z.boolean(), ...errorOrNull })).max(100_000) });
const verify = z.object({ verified: z.boolean(), detail: text });
const restarted = z.object({ oldPid: pid, newPid: pid.nullable(), unit: name.nullable() });

const outputs: Outputs = {
  'process.snapshot': { read: processSnapshot },
  'socket.snapshot': { read: socketSnapshot },
  'process.detail': { read: ProcessDetailSchema.extend({ process: processRow, sockets: z.array(socketRow) }) },
  'process.plan': { plan },
  'process.signal': { run: perTarget, verify },
  'process.renice': { run: perTarget, verify },
  'process.affinity': { run: perTarget, verify },
  'process.ioprio': { run: perTarget, verify },
  'process.restart': { run: restarted, verify },
};

/** Checks the answer to a command. Throws MalformedMessage. */
export function checkOutput({ name: command, verb }: Pick<Command, 'name' | 'verb'>, output: unknown): unknown {
  const verbs: Readonly<Record<string, z.ZodType>> = Object.hasOwn(outputs, command) ? outputs[command as keyof Outputs] : {};
  const shape = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!shape) {
    throw new MalformedMessage(`there is no ${command} ${verb}`);
  }
  return checkShape(`${command} ${verb}`, shape, output);
}
