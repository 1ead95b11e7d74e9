import type { AuditEntry } from '@vigie/contract';
import type { State } from '../../components/ui/index.ts';

/** The mark of a record: how it ended, or that it is not known. */
export function presentState(entry: AuditEntry): State {
  if (entry.action === 'COMMAND_REFUSED' || entry.action === 'SIGN_IN_REFUSED' || entry.state === 'refused') {
    return 'warn';
  }
  if (entry.state === 'failed' || entry.success === false) {
    return 'bad';
  }
  if (entry.state === 'unknown') {
    return 'unknown';
  }
  if (entry.state === 'undone') {
    return 'info';
  }
  return entry.success === true ? 'ok' : 'info';
}

/** Puts a live record where it belongs: over the older one of its id, or on top. The same array when nothing changes. */
export function upsertEntry(entries: readonly AuditEntry[], entry: AuditEntry, insert: boolean): readonly AuditEntry[] {
  const at = entries.findIndex((other) => other.id === entry.id);
  if (at >= 0) {
    return entries.with(at, entry);
  }
  return insert ? [entry, ...entries] : entries;
}
