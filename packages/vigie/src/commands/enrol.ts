import { parseArgs } from 'node:util';
import { readIdentity } from '@vigie/agent';
import { enrolHost, reachServer } from '@vigie/agent/enrol';
import { AppError, text } from '@vigie/contract/agent';
import { processLanguage } from './language.ts';

const usage = text(
  'usage: VIGIE_TOKEN=… vigie agent enrol --server https://SERVER --state-dir DIRECTORY [--name NAME] [--proxy URL] [--ca-file FILE] [--force]',
  'utilisation : VIGIE_TOKEN=… vigie agent enrol --server https://SERVEUR --state-dir DOSSIER [--name NOM] [--proxy URL] [--ca-file FICHIER] [--force]',
);

const options = {
  server: { type: 'string' },
  'state-dir': { type: 'string' },
  name: { type: 'string' },
  proxy: { type: 'string' },
  'ca-file': { type: 'string' },
  force: { type: 'boolean' },
} as const;

/** `vigie agent enrol …`: this host joins a server. The token comes by the environment, where other users do not see it. */
export async function runEnrolCommand(words: readonly string[]): Promise<number> {
  const language = processLanguage();
  const asked = parseWords(words);
  const token = process.env.VIGIE_TOKEN;
  if (asked === null || token === undefined || token === '') {
    console.error(usage[language]);
    return 2;
  }
  const { server, 'state-dir': stateDir, name, proxy, 'ca-file': caFile, force } = asked;
  if (!force && readIdentity(stateDir) !== null) {
    console.error(
      text(
        `${stateDir} already holds an identity; --force makes a new host of this machine`,
        `${stateDir} contient déjà une identité ; --force fait de cette machine un nouvel hôte`,
      )[language],
    );
    return 1;
  }
  try {
    const { identity, sameMachine } = await enrolHost({
      server,
      token,
      stateDir,
      ...(name === undefined ? {} : { name }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(caFile === undefined ? {} : { caFile }),
    });
    console.log(text(`Joined ${server} as ${identity.hostId}`, `A rejoint ${server} en tant que ${identity.hostId}`)[language]);
    if (sameMachine.length > 0) {
      const names = sameMachine.join(', ');
      console.log(
        text(`This machine is there already as ${names}, which stays`, `Cette machine y est déjà en tant que ${names}, qui reste`)[
          language
        ],
      );
    }
    const why = await reachServer(identity);
    if (why !== null) {
      console.error(
        text(
          `The agent port ${identity.serverUrl} does not answer (${why}). The agent keeps trying; open that port, or set agentUrl on the server.`,
          `Le port des agents ${identity.serverUrl} ne répond pas (${why}). L’agent continue d’essayer ; ouvrez ce port, ou réglez agentUrl sur le serveur.`,
        )[language],
      );
    }
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    console.error(`vigie: ${error.text[language]}`);
    return 1;
  }
}

function parseWords(words: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true });
    const { server, 'state-dir': stateDir } = values;
    return server === undefined || stateDir === undefined ? null : { ...values, server, 'state-dir': stateDir };
  } catch {
    return null;
  }
}
