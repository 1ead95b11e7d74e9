import { AppError, text } from '@vigie/contract';
import type { ActionHandler, Actor, QueryHandler } from '../../operations/types.ts';
import type { TokenBook } from '../../platform/auth/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { requireCanGrant } from './policy.ts';

export interface TokenHandlers {
  readonly 'token.list': QueryHandler<'token.list'>;
  readonly 'token.create': ActionHandler<'token.create'>;
  readonly 'token.revoke': ActionHandler<'token.revoke'>;
}

export interface TokenDeps {
  readonly tokens: TokenBook;
  readonly clock: Clock;
}

export function createTokenHandlers(deps: TokenDeps): TokenHandlers {
  return {
    'token.list': {
      async run(_input, { actor }) {
        const items = [...deps.tokens.list(actor.organizationId)];
        return { count: items.length, items };
      },
    },
    'token.create': createHandler(deps),
    'token.revoke': revokeHandler(deps),
  };
}

const dayMs = 86_400_000;

function createHandler({ tokens, clock }: TokenDeps): ActionHandler<'token.create'> {
  return {
    async plan({ name, role, expires_in_days: days }, { actor }) {
      requireCanGrant(actor, role);
      const life = days === null ? text('never expires', 'n’expire jamais') : text(`expires in ${days} days`, `expire dans ${days} jours`);
      return {
        title: text(`Create the API token “${name}”`, `Créer le jeton d’API « ${name} »`),
        button: text('Create the token', 'Créer le jeton'),
        destructive: false,
        host: null,
        targets: [{ kind: 'token', id: `new:${name}`, label: name }],
        facts: null,
        impact: [
          {
            code: 'token_role',
            text: text(`It has the role ${role} and ${life.en}`, `Il a le rôle ${role} et ${life.fr}`),
          },
        ],
        undo: { possible: false, text: text('Revoke it instead', 'Révoquez-le plutôt') },
        runs: [`token.create ${JSON.stringify(name)} role=${role} expires_in_days=${days}`],
        verifies: [text('the token is in the list', 'le jeton est dans la liste')],
        command: `token.create ${name} (${role})`,
      };
    },
    async run({ name, role, expires_in_days: days }, _draft, { actor }) {
      requireCanGrant(actor, role);
      const expiresMs = days === null ? null : clock.now() + days * dayMs;
      const output = await tokens.create({ organizationId: actor.organizationId, name, role, expiresMs, createdBy: nameOf(actor) });
      return { output, success: true, result: text(`Token ${output.token.prefix}… made`, `Jeton ${output.token.prefix}… créé`) };
    },
    async verify(_input, _draft, { token }, { actor }) {
      const verified = tokens.get(actor.organizationId, token.id) !== null;
      return {
        verified,
        detail: verified ? text('the token is in the list', 'le jeton est dans la liste') : text('the token is missing', 'le jeton manque'),
      };
    },
  };
}

function revokeHandler({ tokens }: TokenDeps): ActionHandler<'token.revoke'> {
  return {
    async plan({ id }, { actor }) {
      const token = tokens.get(actor.organizationId, id);
      if (!token) {
        throw new AppError('token_not_found');
      }
      const use = token.lastUsedAt
        ? text(`It was last used on ${token.lastUsedAt}`, `Il a servi pour la dernière fois le ${token.lastUsedAt}`)
        : text('It was never used', 'Il n’a jamais servi');
      return {
        title: text(`Revoke the API token “${token.name}”`, `Révoquer le jeton d’API « ${token.name} »`),
        button: text('Revoke the token', 'Révoquer le jeton'),
        destructive: true,
        host: null,
        targets: [{ kind: 'token', id, label: `${token.name} (${token.prefix}…)` }],
        facts: null,
        impact: [{ code: 'token_use', text: use }],
        undo: {
          possible: false,
          text: text('A revoked token stays revoked; make a new one', 'Un jeton révoqué le reste ; créez-en un nouveau'),
        },
        runs: [`token.revoke ${id}`],
        verifies: [text('the token is no longer accepted', 'le jeton n’est plus accepté')],
        command: `token.revoke ${token.name} (${token.prefix}…)`,
      };
    },
    async run({ id }, _draft, { actor }) {
      await tokens.revoke(actor.organizationId, id);
      return { output: { ok: true, id }, success: true, result: text('Token revoked', 'Jeton révoqué') };
    },
    async verify({ id }) {
      const verified = !tokens.isAlive(id);
      return {
        verified,
        detail: verified
          ? text('the token is no longer accepted', 'le jeton n’est plus accepté')
          : text('the token is still accepted', 'le jeton est encore accepté'),
      };
    },
  };
}

function nameOf(actor: Actor): string {
  return actor.email ?? actor.name;
}
