import { AppError } from '@vigie/contract';
import type { SignIn, Tickets } from '../auth/index.ts';
import { readJsonBody } from './body.ts';
import type { Route } from './routes.ts';

/** The doors that are no operation: signing in and out, the session as the accounts library tells it, and live tickets. */
export function authRoutes(deps: { readonly signIn: SignIn; readonly tickets: Tickets }): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/auth/sign-in/email',
      permission: 'public',
      async handle(context) {
        const { email, password } = await readJsonBody(context.req.raw);
        const { facts } = context.var;
        const userAgent = context.req.header('user-agent')?.slice(0, 300) ?? null;
        const session = await deps.signIn.signIn({ email, password, address: facts.address, userAgent });
        facts.setCookies.push(...session.setCookies);
        return Response.json({ user: session.person, expiresAt: session.expiresAt });
      },
    },
    {
      method: 'POST',
      path: '/api/auth/sign-out',
      permission: 'public',
      async handle(context) {
        const { facts } = context.var;
        // The session ends here whatever became of it meanwhile: nothing of the look-up before may follow.
        facts.setCookies.length = 0;
        facts.setCookies.push(...(await deps.signIn.signOut({ cookie: context.req.header('cookie') ?? '', address: facts.address })));
        return Response.json({ success: true });
      },
    },
    {
      method: 'GET',
      path: '/api/auth/get-session',
      permission: 'public',
      async handle(context) {
        const { actor } = context.var;
        const { kind, id, name, email, role } = actor;
        return Response.json(kind === 'user' ? { user: { id, name, email, role } } : null);
      },
    },
    {
      method: 'POST',
      path: '/api/live/ticket',
      permission: 'self',
      async handle(context) {
        const { actor } = context.var;
        if (actor.kind === 'anonymous') {
          throw new AppError('unauthenticated');
        }
        await readJsonBody(context.req.raw);
        return Response.json(deps.tickets.issue(actor));
      },
    },
  ];
}
