import type { AuditEntry, Language } from '@vigie/contract';
import type { AuditRecord } from './types.ts';

const riskWords = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'CRITICAL' } as const;

function exitCode(success: boolean | null): number | null {
  if (success === null) {
    return null;
  }
  return success ? 0 : 1;
}

/** The public shape: ChatOps Commander's members, then ours, in one language. */
export function presentAuditEntry(record: AuditRecord, language: Language): AuditEntry {
  return {
    timestamp: new Date(record.atMs).toISOString(),
    user: record.user,
    userId: record.userId,
    action: record.action,
    command: record.command,
    serverId: record.hostId,
    serverName: record.hostName,
    riskLevel: record.risk === null ? null : riskWords[record.risk],
    success: record.success,
    exitCode: exitCode(record.success),
    duration: record.durationMs,
    ipAddress: record.address,
    id: record.id,
    operation: record.operation,
    state: record.state,
    risk: record.risk,
    door: record.door,
    planHash: record.planHash,
    targets: [...record.targets],
    result: record.result === null ? null : record.result[language],
    undoable: record.undoable,
    undoneBy: record.undoneBy,
    undoOf: record.undoOf,
  };
}
