import { parseArgs } from 'node:util';
import { catalogue, type Session, text } from '@vigie/contract';
import { callOperation } from '../core/client.ts';
import { exitCodes } from '../core/exit-codes.ts';
import { CommandFailure } from '../core/failure.ts';
import type { CommandIo } from '../core/io.ts';
import { keepCredentials, readSettings } from '../core/settings.ts';

/** `vigie login [--server URL] [--token TOKEN]`: checks the token with the server, then keeps both for this user. */
export async function login(words: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { server: { type: 'string' }, token: { type: 'string' }, lang: { type: 'string' } },
    strict: true,
  });
  const settings = readSettings({ server: values.server, token: values.token, language: values.lang }, io.environment);
  const token =
    values.token ??
    settings.token ??
    (io.interactive ? (await io.ask(settings.language === 'fr' ? 'Jeton : ' : 'Token: ', { secret: true })).trim() : '');
  if (token === '') {
    throw new CommandFailure(text('Give a token with --token', 'Donnez un jeton avec --token'), exitCodes.usage);
  }
  const answer = await callOperation({ ...settings, token }, catalogue['session.get'], {});
  const session = answer.kind === 'output' ? (answer.output as Session) : null;
  if (!session?.actor) {
    throw new CommandFailure(text('The server does not accept this token', 'Le serveur n’accepte pas ce jeton'), exitCodes.notAllowed);
  }
  const path = keepCredentials(io.environment, { server: settings.server, token });
  io.out(
    settings.language === 'fr'
      ? `Connecté à ${settings.server} : ${session.actor.name} (${session.actor.role}). Gardé dans ${path}.`
      : `Signed in to ${settings.server} as ${session.actor.name} (${session.actor.role}). Kept in ${path}.`,
  );
  return exitCodes.ok;
}
