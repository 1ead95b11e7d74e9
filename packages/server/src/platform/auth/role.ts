import { type Role, roles } from '@vigie/contract';

/** A stored role. What is unknown, from a newer version for example, may do the least. */
export function readRole(value: unknown): Role {
  return roles.find((role) => role === value) ?? 'viewer';
}
