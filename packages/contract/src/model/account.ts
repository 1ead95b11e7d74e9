import * as z from 'zod';
import { roles } from '../permissions.ts';
import { languages } from '../text.ts';

export const RoleSchema = z.enum(roles);

export const PreferencesSchema = z
  .object({
    language: z.enum(languages).nullable().meta({ description: 'Null follows the browser', fr: 'Nul suit le navigateur' }),
    theme: z.enum(['dark', 'light', 'system']),
    accent: z.string().regex(/^(default|#[0-9a-fA-F]{6})$/),
    density: z.enum(['compact', 'comfortable']),
    networkUnit: z.enum(['bits', 'bytes']),
    cpuBase: z
      .enum(['core', 'host'])
      .meta({ description: '100 % is one core, or the whole machine', fr: '100 % est un cœur, ou la machine entière' }),
    temperatureUnit: z.enum(['celsius', 'fahrenheit']),
    clock: z.enum(['24', '12']),
    railOpen: z.boolean(),
    processColumns: z
      .array(z.string().max(64))
      .max(64)
      .nullable()
      .meta({ description: 'Columns in order; null is the default set', fr: 'Colonnes dans l’ordre ; nul est le choix par défaut' }),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof PreferencesSchema>;

export const TokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: RoleSchema,
    prefix: z.string().meta({ description: 'The first characters, to recognise it', fr: 'Les premiers caractères, pour le reconnaître' }),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof TokenSchema>;

/** Who asks, and what the page needs to know before it draws anything. */
export const SessionSchema = z
  .object({
    setupRequired: z.boolean(),
    actor: z
      .object({
        kind: z.enum(['user', 'token']),
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        role: RoleSchema,
        permissions: z.array(z.string()),
      })
      .nullable(),
    preferences: PreferencesSchema.nullable(),
    version: z.string(),
    organization: z.string(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof SessionSchema>;
