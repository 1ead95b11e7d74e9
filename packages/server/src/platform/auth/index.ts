/*
 * Who asks: people with a session, programs with a token, or nobody. It signs people in and out, keeps tokens and
 * live tickets, and makes the first owner. What somebody may do is the runner's business; HTTP is `platform/http`'s.
 */
export { createAccounts } from './accounts.ts';
export { subjectOf } from './actors.ts';
export { addressGroup, createAttempts } from './attempts.ts';
export { type Authentication, type Authenticator, createAuthenticator } from './authenticate.ts';
export { type Installation, openInstallation } from './installation.ts';
export { createSessions, sessionKey } from './sessions.ts';
export { openSetup, type Setup } from './setup.ts';
export { createSignIn, type SignIn, type SignInAudit, signInOnFullDisk } from './sign-in.ts';
export { createTickets, type Tickets } from './tickets.ts';
export { openTokenBook, type TokenBook } from './token-book.ts';
