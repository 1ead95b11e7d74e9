import { type Language, type Role, rolePermissions } from '@vigie/contract';
import type { Actor } from '../../operations/types.ts';
import type { Person } from './accounts.ts';

/** What a request says about itself, beside who it is. */
export interface Surroundings {
  readonly organizationId: string;
  readonly address: string | null;
  readonly language: Language;
}

/** The id of the actor that `VIGIE_TOKEN` makes. */
export const ownerTokenId = 'owner-token';

export function anonymousActor(surroundings: Surroundings): Actor {
  return {
    ...surroundings,
    kind: 'anonymous',
    id: '',
    name: '',
    email: null,
    role: null,
    permissions: new Set(['public']),
    door: 'page',
  };
}

export function personActor(person: Person, surroundings: Surroundings): Actor {
  return {
    ...surroundings,
    kind: 'user',
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    permissions: rolePermissions[person.role],
    door: 'page',
  };
}

export function tokenActor(
  token: { readonly id: string; readonly name: string; readonly role: Role },
  door: 'api' | 'command',
  surroundings: Surroundings,
): Actor {
  return {
    ...surroundings,
    kind: 'token',
    id: token.id,
    name: token.name,
    email: null,
    role: token.role,
    permissions: rolePermissions[token.role],
    door,
  };
}

/** Under which name the things of an actor are kept: a person and a token never share any. */
export function subjectOf(actor: Pick<Actor, 'kind' | 'id'>): string {
  return `${actor.kind}:${actor.id}`;
}
