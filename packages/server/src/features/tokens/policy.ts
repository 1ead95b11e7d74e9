import { AppError, type Role, rolePermissions, text } from '@vigie/contract';
import type { Actor } from '../../operations/types.ts';

/** Nobody makes a token that may do more than themselves. Throws `permission_denied`. */
export function requireCanGrant(actor: Actor, role: Role): void {
  const missing = [...rolePermissions[role]].filter((permission) => !actor.permissions.has(permission));
  if (missing.length > 0) {
    throw new AppError('permission_denied', {
      message: text(
        `Access denied: a token of the role ${role} may do what you may not (${missing.join(', ')})`,
        `Accès refusé : un jeton du rôle ${role} peut ce que vous ne pouvez pas (${missing.join(', ')})`,
      ),
    });
  }
}
