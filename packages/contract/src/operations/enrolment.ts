import * as z from 'zod';
import { AuthoritySchema, EnrolmentSchema, SiteSchema, TagsSchema } from '../model/enrolment.ts';
import { type RiskReason, worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';

export const enrolmentList = query({
  id: 'enrolment.list',
  title: text('Enrolment tokens', 'Jetons d’inscription'),
  describe: text('What hosts may join with; never the secret.', 'Avec quoi des hôtes peuvent rejoindre ; jamais le secret.'),
  target: 'organization',
  permission: 'host.enrol',
  http: [{ method: 'GET', path: '/api/enrolments' }],
  command: { table: { rows: 'items', columns: ['name', 'state', 'used', 'uses', 'site', 'tags', 'expiresAt', 'createdBy', 'id'] } },
  input: z.object({}),
  output: z.object({ count: z.int(), items: z.array(EnrolmentSchema) }),
});

export const enrolmentCreate = action({
  id: 'enrolment.create',
  title: text('Create an enrolment token', 'Créer un jeton d’inscription'),
  describe: text(
    'Makes a token with which hosts join; it is in this answer and nowhere else.',
    'Crée un jeton avec lequel des hôtes rejoignent ; il est dans cette réponse et nulle part ailleurs.',
  ),
  target: 'organization',
  permission: 'host.enrol',
  http: [{ method: 'POST', path: '/api/enrolments' }],
  command: { positionals: ['name'] },
  input: z.object({
    name: z.string().trim().min(1).max(100),
    uses: z.int().min(1).max(10_000).default(1).meta({ description: 'How many hosts may join', fr: 'Combien d’hôtes peuvent rejoindre' }),
    expires_in_hours: z.int().min(1).max(8760).default(24),
    site: SiteSchema.default(null),
    tags: TagsSchema.default([]),
  }),
  output: z.object({ enrolment: EnrolmentSchema, token: z.string() }),
  risk: ({ uses, expires_in_hours: hours }) => {
    if (uses === 1 && hours <= 24) {
      return worstRisk([], 'low');
    }
    const reasons: RiskReason[] = [
      { code: 'lets_hosts_in', level: 'medium', text: text('whoever holds it may add hosts', 'qui le détient peut ajouter des hôtes') },
    ];
    if (uses > 100 && hours > 24 * 30) {
      reasons.push({
        code: 'long_and_many',
        level: 'high',
        text: text('many hosts may join for more than a month', 'beaucoup d’hôtes peuvent rejoindre pendant plus d’un mois'),
      });
    }
    return worstRisk(reasons, 'medium');
  },
});

export const enrolmentRevoke = action({
  id: 'enrolment.revoke',
  title: text('Revoke an enrolment token', 'Révoquer un jeton d’inscription'),
  describe: text(
    'Nobody joins with it any more; hosts that have joined stay.',
    'Plus personne ne rejoint avec ; les hôtes qui ont rejoint restent.',
  ),
  target: 'organization',
  permission: 'host.enrol',
  http: [{ method: 'DELETE', path: '/api/enrolments/{id}' }],
  command: { positionals: ['id'] },
  input: z.object({ id: z.string().min(1).max(64) }),
  output: z.object({ ok: z.boolean(), id: z.string() }),
  risk: () => worstRisk([], 'low'),
});

export const hostEnrol = action({
  id: 'host.enrol',
  title: text('Enrol a host', 'Inscrire un hôte'),
  describe: text(
    'What an agent asks with an enrolment token: a certificate for the key it made. It always makes a new host.',
    'Ce qu’un agent demande avec un jeton d’inscription : un certificat pour la clé qu’il a créée. Cela crée toujours un nouvel hôte.',
  ),
  target: 'installation',
  permission: 'public',
  http: [{ method: 'POST', path: '/api/enrol' }],
  input: z
    .object({
      token: z.string().min(1).max(300),
      name: z.string().trim().min(1).max(255).meta({ description: 'What the host calls itself', fr: 'Comment l’hôte se nomme' }),
      title: z
        .string()
        .trim()
        .min(1)
        .max(255)
        .nullable()
        .default(null)
        .meta({ description: 'What people call it, when that is another name', fr: 'Comment on l’appelle, si c’est un autre nom' }),
      public_key: z.string().min(1).max(2000).meta({ description: 'ECDSA P-256, PEM (SPKI)', fr: 'ECDSA P-256, PEM (SPKI)' }),
      signature: z.string().min(1).max(400).meta({
        description: 'Base64 of the signature (ECDSA, SHA-256, DER) over “vigie-agent-enrol”, the token and the public key, a line each',
        fr: 'Base64 de la signature (ECDSA, SHA-256, DER) de « vigie-agent-enrol », du jeton et de la clé publique, une ligne chacun',
      }),
      machine: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable()
        .default(null)
        .meta({ description: 'SHA-256 that tells one machine from another', fr: 'SHA-256 qui distingue une machine d’une autre' }),
      agent_version: z.string().max(64).default(''),
    })
    .strict(),
  output: z.object({
    host: z.string(),
    certificate: z.string(),
    authority: z.string(),
    agent_port: z.int(),
    agent_url: z.string().nullable(),
    same_machine: z.array(z.string()).meta({
      description: 'Hosts that this machine already is; they stay as they are',
      fr: 'Hôtes que cette machine est déjà ; ils restent tels quels',
    }),
  }),
  risk: () => worstRisk([], 'low'),
});

export const caShow = query({
  id: 'ca.show',
  title: text('Certificate authority', 'Autorité de certification'),
  describe: text(
    'The authority agents trust, how long it lives, and where agents dial in.',
    'L’autorité à laquelle les agents se fient, sa durée de vie, et où les agents se connectent.',
  ),
  target: 'installation',
  permission: 'host.enrol',
  http: [{ method: 'GET', path: '/api/ca' }],
  input: z.object({}),
  output: AuthoritySchema,
});
