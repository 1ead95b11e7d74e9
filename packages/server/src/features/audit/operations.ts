import type { QueryHandler } from '../../operations/types.ts';
import { presentAuditEntry } from './present.ts';
import type { AuditStore } from './types.ts';

export interface AuditHandlers {
  readonly 'audit.list': QueryHandler<'audit.list'>;
}

export function createAuditHandlers(deps: { readonly audit: AuditStore }): AuditHandlers {
  return {
    'audit.list': {
      async run(input, { actor }) {
        const { records, next } = await deps.audit.list({
          organizationId: actor.organizationId,
          q: input.q,
          user: input.user,
          operation: input.operation,
          limit: input.limit,
          before: input.before,
        });
        return { count: records.length, items: records.map((record) => presentAuditEntry(record, actor.language)), next };
      },
    },
  };
}
