import { readFileSync } from 'node:fs';
import type { Authority } from '../ca/index.ts';
import { type LocalIdentity, prepareIdentity, type Supervisor, superviseAgent } from '../local-agent/index.ts';

export interface LocalAgentDeps {
  /** Program and first arguments; the agent's own flags follow. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly authority: Authority;
  readonly identity: LocalIdentity;
  readonly serverUrl: string;
  readonly now: () => number;
  readonly report: (message: string) => void;
}

const renewalLookMs = 6 * 3_600_000;

/** Starts the agent of this machine, and again with a new certificate when the old one nears its end. */
export function runLocalAgent(deps: LocalAgentDeps): { stop(): Promise<void> } {
  let certificate = readFileSync(deps.identity.certificateFile, 'utf8');
  let supervisor = start();
  let work = Promise.resolve();

  function start(): Supervisor {
    return superviseAgent({ argv: [...deps.command, ...flagsOf(deps)], environment: deps.environment, report: deps.report });
  }

  async function renew(): Promise<void> {
    const { certificateFile } = await prepareIdentity(deps.directory, deps.authority, deps.now);
    const now = readFileSync(certificateFile, 'utf8');
    if (now !== certificate) {
      await supervisor.stop();
      supervisor = start();
      certificate = now;
    }
  }

  const looking = setInterval(() => {
    work = work
      .then(renew)
      .catch((error: unknown) => deps.report(`the certificate of the local agent could not be renewed: ${String(error)}`));
  }, renewalLookMs);
  looking.unref();
  return {
    stop: async () => {
      clearInterval(looking);
      await work;
      await supervisor.stop();
    },
  };
}

function flagsOf({ identity, serverUrl, directory }: LocalAgentDeps): string[] {
  return [
    ...['--server', serverUrl],
    ...['--state-dir', directory],
    ...['--host-id', identity.hostId],
    ...['--ca', identity.authorityFile],
    ...['--cert', identity.certificateFile],
    ...['--key', identity.keyFile],
    ...['--server-pid', String(process.pid)],
  ];
}
