import { AppError, text } from '@vigie/contract';
import type { ActionHandler, QueryHandler } from '../../operations/types.ts';
import { isReachable } from './authority.ts';
import type { EnrolmentDeps } from './operations.ts';

interface TokenHandlers {
  readonly 'enrolment.list': QueryHandler<'enrolment.list'>;
  readonly 'enrolment.create': ActionHandler<'enrolment.create'>;
  readonly 'enrolment.revoke': ActionHandler<'enrolment.revoke'>;
}

type Deps = Pick<EnrolmentDeps, 'book' | 'agentPort' | 'clock'>;

export function createTokenHandlers(deps: Deps): TokenHandlers {
  return {
    'enrolment.list': {
      async run(_input, { actor }) {
        const items = await deps.book.list(actor.organizationId);
        return { count: items.length, items };
      },
    },
    'enrolment.create': createHandler(deps),
    'enrolment.revoke': revokeHandler(deps),
  };
}

const hourMs = 3_600_000;

function createHandler({ book, agentPort, clock }: Deps): ActionHandler<'enrolment.create'> {
  return {
    async plan({ name, uses, expires_in_hours: hours, site, tags }) {
      const many = uses === 1 ? text('One host', 'Un hôte') : text(`${uses} hosts`, `${uses} hôtes`);
      return {
        title: text(`Create the enrolment token “${name}”`, `Créer le jeton d’inscription « ${name} »`),
        button: text('Create the token', 'Créer le jeton'),
        destructive: false,
        host: null,
        targets: [{ kind: 'enrolment', id: `new:${name}`, label: name }],
        facts: null,
        impact: [
          {
            code: 'enrolment_uses',
            text: text(
              `${many.en} may join with it within ${hours} hours`,
              `${many.fr} ${uses === 1 ? 'peut' : 'peuvent'} rejoindre avec, dans les ${hours} heures`,
            ),
          },
          ...(isReachable(agentPort)
            ? []
            : [
                {
                  code: 'agent_port_on_loopback',
                  text: text(
                    'The agent port listens on loopback only: other machines cannot reach it. Set agentListen (VIGIE_AGENT_LISTEN=0.0.0.0:8443)',
                    'Le port des agents n’écoute que sur la boucle locale : les autres machines ne l’atteignent pas. Réglez agentListen (VIGIE_AGENT_LISTEN=0.0.0.0:8443)',
                  ),
                },
              ]),
        ],
        undo: { possible: false, text: text('Revoke it instead', 'Révoquez-le plutôt') },
        runs: [`enrolment.create ${JSON.stringify(name)} uses=${uses} expires_in_hours=${hours} site=${site} tags=${tags.join(',')}`],
        verifies: [text('the token is in the list', 'le jeton est dans la liste')],
        command: `enrolment.create ${name}`,
      };
    },
    async run({ name, uses, expires_in_hours: hours, site, tags }, _draft, { actor }) {
      const output = await book.create({
        organizationId: actor.organizationId,
        name,
        site,
        tags,
        uses,
        expiresMs: clock.now() + hours * hourMs,
        createdBy: actor.email ?? actor.name,
      });
      return { output, success: true, result: text(`Enrolment token “${name}” made`, `Jeton d’inscription « ${name} » créé`) };
    },
    async verify(_input, _draft, { enrolment }, { actor }) {
      const verified = (await book.get(actor.organizationId, enrolment.id)) !== null;
      return {
        verified,
        detail: verified ? text('the token is in the list', 'le jeton est dans la liste') : text('the token is missing', 'le jeton manque'),
      };
    },
  };
}

function revokeHandler({ book }: Deps): ActionHandler<'enrolment.revoke'> {
  return {
    async plan({ id }, { actor }) {
      const enrolment = await book.get(actor.organizationId, id);
      if (!enrolment) {
        throw new AppError('enrolment_not_found');
      }
      return {
        title: text(`Revoke the enrolment token “${enrolment.name}”`, `Révoquer le jeton d’inscription « ${enrolment.name} »`),
        button: text('Revoke the token', 'Révoquer le jeton'),
        destructive: true,
        host: null,
        targets: [{ kind: 'enrolment', id, label: enrolment.name }],
        facts: null,
        impact: [
          {
            code: 'enrolment_used',
            text: text(
              `${enrolment.used} of ${enrolment.uses} hosts have joined with it; they stay`,
              `${enrolment.used} hôtes sur ${enrolment.uses} ont rejoint avec ; ils restent`,
            ),
          },
        ],
        undo: {
          possible: false,
          text: text('A revoked token stays revoked; make a new one', 'Un jeton révoqué le reste ; créez-en un nouveau'),
        },
        runs: [`enrolment.revoke ${id}`],
        verifies: [text('nobody can join with it', 'personne ne peut rejoindre avec')],
        command: `enrolment.revoke ${enrolment.name}`,
      };
    },
    async run({ id }, _draft, { actor }) {
      await book.revoke(actor.organizationId, id);
      return { output: { ok: true, id }, success: true, result: text('Enrolment token revoked', 'Jeton d’inscription révoqué') };
    },
    async verify({ id }, _draft, _output, { actor }) {
      const verified = (await book.get(actor.organizationId, id)) === null;
      return {
        verified,
        detail: verified
          ? text('nobody can join with it', 'personne ne peut rejoindre avec')
          : text('the token still lets hosts in', 'le jeton laisse encore entrer des hôtes'),
      };
    },
  };
}
