import { randomBytes } from 'node:crypto';
import type { Operation, Plan, Risk } from '@vigie/contract';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { redactSecrets } from './redact.ts';
import type { Actor, PlanDraft } from './types.ts';

export const planLifeMs = 5 * 60_000;

/** What a confirmation is compared with: if any of it differs, what would happen is not what was shown. */
export interface PlanIdentity {
  readonly operation: string;
  /** Digest of the canonical input with the plan's own nonce: a secret in an input cannot be looked up by its digest. */
  readonly inputDigest: string;
  readonly targets: string;
  readonly risk: string;
}

export interface MadePlan {
  readonly plan: Plan;
  readonly nonce: string;
  readonly identity: PlanIdentity;
}

export function needsConfirmation(actor: Actor, risk: Risk): boolean {
  switch (risk.level) {
    case 'low':
      return false;
    case 'medium':
      return actor.kind === 'user' || actor.kind === 'anonymous';
    case 'high':
    case 'critical':
      return true;
    default:
      return risk.level satisfies never;
  }
}

export function needsPassword(actor: Actor, risk: Risk): boolean {
  return risk.level === 'critical' && actor.kind === 'user';
}

export function planIdentity(operation: Operation, input: unknown, draft: PlanDraft, risk: Risk, nonce: string): PlanIdentity {
  return {
    operation: operation.id,
    inputDigest: sha256Hex(`${nonce}\n${canonicalJson(input)}`),
    targets: canonicalJson([draft.host?.id ?? null, ...draft.targets.map((target) => `${target.kind}:${target.id}`)]),
    risk: risk.level,
  };
}

/** Puts a draft into the words of the actor and seals it: the hash covers everything shown, the person, and a nonce. */
export function makePlan(actor: Actor, operation: Operation, input: unknown, draft: PlanDraft, risk: Risk, nowMs: number): MadePlan {
  const { language } = actor;
  const shown: Omit<Plan, 'hash'> = {
    operation: operation.id,
    title: draft.title[language],
    button: draft.button[language],
    destructive: draft.destructive,
    host: draft.host?.id ?? null,
    hostName: draft.host?.name ?? null,
    risk: risk.level,
    reasons: risk.reasons.map((reason) => ({ code: reason.code, level: reason.level, text: reason.text[language] })),
    targets: [...draft.targets],
    impact: draft.impact.map((item) => ({ code: item.code, text: item.text[language] })),
    undo: { possible: draft.undo.possible, text: draft.undo.text[language] },
    runs: [...draft.runs],
    verifies: draft.verifies.map((item) => item[language]),
    input: redactSecrets(input) as Record<string, unknown>,
    needsPassword: needsPassword(actor, risk),
    createdAt: new Date(nowMs).toISOString(),
    expiresAt: new Date(nowMs + planLifeMs).toISOString(),
  };
  const nonce = randomBytes(16).toString('hex');
  const identity = planIdentity(operation, input, draft, risk, nonce);
  const hash = sha256Hex(canonicalJson({ shown, identity, nonce, actor: [actor.organizationId, actor.kind, actor.id] }));
  return { plan: { hash, ...shown }, nonce, identity };
}
