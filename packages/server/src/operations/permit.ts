import { AppError, type Operation, permissions, text } from '@vigie/contract';
import type { Actor } from './types.ts';

/**
 * Throws unless the actor holds the permission that the operation declares. Nothing is allowed by being forgotten:
 * only `public` opens without an actor, and `self` to anybody who is signed in.
 */
export function requirePermission(actor: Actor, operation: Pick<Operation, 'permission'>): void {
  if (operation.permission === 'public') {
    return;
  }
  if (actor.kind === 'anonymous') {
    throw new AppError('unauthenticated');
  }
  if (actor.permissions.has(operation.permission)) {
    return;
  }
  const name = permissions[operation.permission];
  throw new AppError('permission_denied', {
    message: text(
      `Access denied: this needs the permission “${operation.permission}” (${name.en})`,
      `Accès refusé : il faut la permission « ${operation.permission} » (${name.fr})`,
    ),
    data: { permission: operation.permission },
  });
}
