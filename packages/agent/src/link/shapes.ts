import type { Ack, AgentConfig, Certificate, Challenge, Command, EventsAck, Refuse, Watch, Welcome } from '@vigie/contract/agent';
import { type Check, integer, listOf, nullable, object, oneOf, optional, string } from '../shape/index.ts';

/* The shapes of what the server sends, checked before it is believed. */

const time = integer(0, Number.MAX_SAFE_INTEGER);
const intervalMs = integer(250, 3_600_000);

export const checkChallenge: Check<Challenge> = (value, path) => {
  const { nonce, serverTimeMs, versions } = object({
    nonce: string(1024),
    serverTimeMs: time,
    versions: listOf(integer(1, 1_000_000), 2, 2),
  })(value, path);
  return { nonce, serverTimeMs, versions: [versions[0] ?? 0, versions[1] ?? 0] };
};

export const checkWatch: Check<Watch> = object({
  metricsMs: intervalMs,
  processesMs: nullable(intervalMs),
  socketsMs: nullable(intervalMs),
});

const checkConfig: Check<AgentConfig> = object({ allowedSignals: listOf(string(16), 0, 64) });

export const checkWelcome: Check<Welcome> = (value, path) => {
  const { accepts, ...welcome } = object({
    protocol: integer(1, 1_000_000),
    serverTimeMs: time,
    watch: checkWatch,
    config: checkConfig,
    accepts: optional(listOf(string(32), 0, 64)),
  })(value, path);
  return { ...welcome, accepts: accepts ?? [] };
};

export const checkRefuse: Check<Pick<Refuse, 'reason' | 'retryAfterMs'> & { readonly code: string }> = object({
  code: string(64),
  reason: string(2000),
  retryAfterMs: integer(0, 24 * 3600 * 1000),
});

export const checkAck: Check<Ack> = object({ stream: string(64), sequence: time });
export const checkEventsAck: Check<EventsAck> = object({ stream: string(64), sequence: time });

/** The input is checked by the command itself. */
export const checkCommand: Check<Command> = object({
  id: string(200),
  verb: oneOf(['read', 'plan', 'run', 'verify']),
  name: string(100),
  input: (value: unknown) => value,
  timeoutMs: integer(1, 3_600_000),
});

export const checkCertificate: Check<Certificate> = object({ certificate: string(20_000) });
export const checkPing = object({ sentAtMs: time });
