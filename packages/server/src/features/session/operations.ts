import { productVersion, type Session } from '@vigie/contract';
import type { Actor, QueryHandler } from '../../operations/types.ts';
import { subjectOf } from '../../platform/auth/index.ts';
import type { PreferencesStore } from '../preferences/index.ts';

export interface SessionHandlers {
  readonly 'session.get': QueryHandler<'session.get'>;
}

export interface SessionDeps {
  readonly preferences: PreferencesStore;
  readonly setup: { readonly isDone: () => boolean };
  readonly organizationName: string;
}

export function createSessionHandlers(deps: SessionDeps): SessionHandlers {
  return {
    'session.get': {
      async run(_input, { actor }): Promise<Session> {
        const known = presentActor(actor);
        return {
          setupRequired: !deps.setup.isDone(),
          actor: known,
          preferences: known && (await deps.preferences.get(subjectOf(actor))),
          version: productVersion,
          // Before somebody signs in, not even the name of the organization is told.
          organization: known ? deps.organizationName : '',
        };
      },
    },
  };
}

function presentActor(actor: Actor): Session['actor'] {
  if ((actor.kind !== 'user' && actor.kind !== 'token') || actor.role === null) {
    return null;
  }
  const { kind, id, name, email, role, permissions } = actor;
  return { kind, id, name, email, role, permissions: [...permissions] };
}
