import * as z from 'zod';

/** A place or a label people give: short, one line, nothing that another tool would take for syntax. */
const LabelSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/@+-]{0,62}$/u);

export const SiteSchema = LabelSchema.nullable().meta({
  description: 'Where it stands, for example a data centre or a customer',
  fr: 'Où il se trouve, par exemple un centre de données ou un client',
  example: 'Lyon 2',
});

export const TagsSchema = z
  .array(LabelSchema)
  .max(32)
  .transform((tags) => [...new Set(tags)])
  .meta({ description: 'Labels to find it by', fr: 'Étiquettes pour le retrouver', example: ['web', 'prod'] });

export const enrolmentStates = ['open', 'used', 'expired'] as const;

/** What hosts may join with; never its secret. */
export const EnrolmentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(enrolmentStates).meta({
      description: 'open: hosts may join with it; used: as many have joined as may; expired: its time is over',
      fr: 'open : des hôtes peuvent rejoindre avec ; used : autant ont rejoint que permis ; expired : son temps est passé',
    }),
    site: z.string().nullable(),
    tags: z.array(z.string()),
    uses: z.int().meta({ description: 'How many hosts may join with it', fr: 'Combien d’hôtes peuvent rejoindre avec' }),
    used: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Enrolment' });
export type Enrolment = z.infer<typeof EnrolmentSchema>;

/** The authority that signs what agents and this server show each other. */
export const AuthoritySchema = z
  .object({
    subject: z.string(),
    certificate: z.string().meta({ description: 'PEM', fr: 'PEM' }),
    fingerprint: z.string().meta({
      description: 'SHA-256 of the PEM text, hexadecimal; the end of every enrolment token',
      fr: 'SHA-256 du texte PEM, en hexadécimal ; la fin de chaque jeton d’inscription',
    }),
    validFrom: z.iso.datetime(),
    validTo: z.iso.datetime(),
    server: z.object({
      names: z.array(z.string()),
      validTo: z.iso.datetime(),
    }),
    agentAddress: z.string().meta({
      description: 'Where agents dial in, as this server sees it',
      fr: 'Où les agents se connectent, vu de ce serveur',
      example: '0.0.0.0:8443',
    }),
    agentUrl: z.string().nullable().meta({
      description: 'The address agents are given; null is the name they enrolled by, with the port of the agents',
      fr: 'L’adresse donnée aux agents ; nul est le nom par lequel ils se sont inscrits, avec le port des agents',
    }),
    reachable: z.boolean().meta({
      description: 'False while the agent port listens on loopback only: then only this machine can join',
      fr: 'Faux tant que le port des agents n’écoute que sur la boucle locale : seule cette machine peut alors rejoindre',
    }),
  })
  .meta({ id: 'Authority' });
export type AuthorityView = z.infer<typeof AuthoritySchema>;
