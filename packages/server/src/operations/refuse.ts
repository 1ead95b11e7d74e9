import type { AppError, ErrorCodeName, Host, Operation } from '@vigie/contract';
import type { AuditStore } from '../features/audit/index.ts';
import type { Hosts } from '../latest/port.ts';
import type { Actor } from './types.ts';
import { parseInput } from './validate.ts';

/** What somebody tried and was not allowed to; mistakes and plans to confirm are none of these. */
const refusals = new Set<ErrorCodeName>([
  'permission_denied',
  'access_denied',
  'signal_not_allowed',
  'wrong_credentials',
  'too_many_requests',
  'plan_not_found',
  'plan_used',
]);

export async function recordRefusal(
  deps: { readonly audit: AuditStore; readonly hosts: Pick<Hosts, 'require'> },
  actor: Actor,
  operation: Operation,
  input: unknown,
  error: AppError,
): Promise<void> {
  if (actor.kind === 'anonymous' || !refusals.has(error.code)) {
    return;
  }
  const host = hostOf(deps.hosts, operation, input);
  await deps.audit.appendRefusal({
    actor,
    operation: operation.id,
    command: describeCall(operation, input),
    hostId: host?.id ?? null,
    hostName: host?.name ?? null,
    result: error.text,
  });
}

/** One line for the trail, from an input that may never have been checked: only valid inputs of host operations are repeated, cut at 200 characters. */
export function describeCall(operation: Operation, input: unknown): string {
  const parsed = operation.target === 'host' || operation.target === 'hosts' ? validOrNull(operation, input) : null;
  if (parsed === null) {
    return operation.id;
  }
  const words = Object.entries(parsed)
    .filter(([name, value]) => name !== 'host' && value !== undefined && value !== false)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  return [operation.id, ...words].join(' ').slice(0, 200);
}

/** Null when the input names none, or one that does not exist. */
function hostOf(hosts: Pick<Hosts, 'require'>, operation: Operation, input: unknown): Host | null {
  const ref = operation.target === 'host' ? validOrNull(operation, input)?.host : undefined;
  try {
    return typeof ref === 'string' ? hosts.require(ref) : null;
  } catch {
    return null;
  }
}

function validOrNull(operation: Operation, input: unknown): Record<string, unknown> | null {
  try {
    return parseInput(operation, input) as Record<string, unknown>;
  } catch {
    return null;
  }
}
