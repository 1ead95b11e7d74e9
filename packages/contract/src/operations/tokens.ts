import * as z from 'zod';
import { RoleSchema, TokenSchema } from '../model/account.ts';
import { type RiskReason, worstRisk } from '../model/risk.ts';
import { text } from '../text.ts';
import { action, query } from './operation.ts';

export const tokenList = query({
  id: 'token.list',
  title: text('API tokens', 'Jetons d’API'),
  describe: text(
    'The tokens programs sign in with; never their secret.',
    'Les jetons avec lesquels les programmes se connectent ; jamais leur secret.',
  ),
  target: 'organization',
  permission: 'token.manage',
  http: [{ method: 'GET', path: '/api/tokens' }],
  command: { table: { rows: 'items', columns: ['name', 'role', 'prefix', 'createdAt', 'expiresAt', 'lastUsedAt', 'id'] } },
  input: z.object({}),
  output: z.object({ count: z.int(), items: z.array(TokenSchema) }),
});

export const tokenCreate = action({
  id: 'token.create',
  title: text('Create an API token', 'Créer un jeton d’API'),
  describe: text(
    'Makes a token; its secret is in this answer and nowhere else.',
    'Crée un jeton ; son secret est dans cette réponse et nulle part ailleurs.',
  ),
  target: 'organization',
  permission: 'token.manage',
  http: [{ method: 'POST', path: '/api/tokens' }],
  command: { positionals: ['name'] },
  input: z.object({
    name: z.string().trim().min(1).max(100),
    role: RoleSchema.default('viewer'),
    expires_in_days: z.int().min(1).max(3650).nullable().default(90),
  }),
  output: z.object({ token: TokenSchema, secret: z.string() }),
  risk: (input) => {
    const reasons: RiskReason[] = [
      { code: 'opens_access', level: 'medium', text: text('whoever holds it may sign in', 'qui le détient peut se connecter') },
    ];
    if (input.role === 'owner') {
      reasons.push({
        code: 'owner_token',
        level: 'critical',
        text: text('it may do everything the owner may', 'il peut tout ce que peut le propriétaire'),
      });
    } else if (input.role === 'operator') {
      reasons.push({
        code: 'operator_token',
        level: 'high',
        text: text('it may stop and restart processes', 'il peut arrêter et redémarrer des processus'),
      });
    }
    if (input.expires_in_days === null) {
      reasons.push({ code: 'never_expires', level: 'high', text: text('it never expires', 'il n’expire jamais') });
    }
    return worstRisk(reasons, 'medium');
  },
});

export const tokenRevoke = action({
  id: 'token.revoke',
  title: text('Revoke an API token', 'Révoquer un jeton d’API'),
  describe: text('Ends a token at once.', 'Met fin à un jeton aussitôt.'),
  target: 'organization',
  permission: 'token.manage',
  http: [{ method: 'DELETE', path: '/api/tokens/{id}' }],
  command: { positionals: ['id'] },
  input: z.object({ id: z.string().min(1).max(64) }),
  output: z.object({ ok: z.boolean(), id: z.string() }),
  risk: () =>
    worstRisk(
      [
        {
          code: 'cuts_access',
          level: 'medium',
          text: text('programs that use it are refused at once', 'les programmes qui s’en servent sont refusés aussitôt'),
        },
      ],
      'medium',
    ),
});
