import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { AppError, enrolStatement, productVersion, text } from '@vigie/contract/agent';
import { integer, listOf, nullable, object, string } from '../shape/index.ts';
import { type AgentIdentity, saveIdentity } from './identity-file.ts';

interface EnrolOptions {
  /** Where people reach the server: `https://vigie.example.org`. */
  readonly server: string;
  readonly token: string;
  readonly stateDir: string;
  /** The host's own name when absent. */
  readonly name?: string;
  /** `http://host:port`; the link goes through it too. */
  readonly proxy?: string;
  /** PEM of an authority that signed the certificate of `server`, when the system does not know it. */
  readonly caFile?: string;
}

export interface Enrolled {
  readonly identity: AgentIdentity;
  /** Hosts that this machine already is at that server. */
  readonly sameMachine: readonly string[];
}

const timeoutMs = 30_000;
const checkAnswer = object({
  host: string(64),
  certificate: string(20_000),
  authority: string(20_000),
  agent_port: integer(1, 65_535),
  agent_url: nullable(string(500)),
  same_machine: listOf(string(255), 0, 10_000),
});

/**
 * Makes a key, which never leaves this host, asks the server for a certificate, and keeps both. Throws AppError
 * with the server's own words when it refuses, and `host_unreachable` when it cannot be asked.
 */
export async function enrolHost(options: EnrolOptions): Promise<Enrolled> {
  const server = parseServer(options.server);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const answer = await ask(server, options, {
    token: options.token,
    name: hostname(),
    title: options.name ?? null,
    public_key: publicKey,
    signature: sign('sha256', Buffer.from(enrolStatement(options.token, publicKey)), keys.privateKey).toString('base64'),
    machine: machineHash(),
    agent_version: productVersion,
  });
  requireAuthority(options.token, answer);
  const identity: AgentIdentity = {
    hostId: answer.host,
    serverUrl: answer.agent_url ?? `wss://${server.hostname}:${answer.agent_port}`,
    authority: answer.authority,
    certificate: answer.certificate,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    proxy: options.proxy ?? null,
  };
  saveIdentity(options.stateDir, identity);
  return { identity, sameMachine: answer.same_machine };
}

function parseServer(server: string): URL {
  const url = URL.canParse(server) ? new URL(server) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new AppError('invalid_input', {
      message: text(
        `The server must be an address such as https://vigie.example.org, not ${JSON.stringify(server)}`,
        `Le serveur doit être une adresse comme https://vigie.example.org, et non ${JSON.stringify(server)}`,
      ),
    });
  }
  return url;
}

async function ask(server: URL, { proxy, caFile }: EnrolOptions, body: unknown): Promise<ReturnType<typeof checkAnswer>> {
  const url = new URL('/api/enrol', server);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': process.env.LANG?.startsWith('fr') ? 'fr' : 'en' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(proxy === undefined ? {} : { proxy }),
      ...(caFile === undefined ? {} : { tls: { ca: readFileSync(caFile, 'utf8') } }),
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('host_unreachable', {
      message: text(`${url.origin} cannot be reached: ${why}`, `${url.origin} est injoignable : ${why}`),
      cause,
    });
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) {
    return checkAnswer(answer, 'answer');
  }
  const said = typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : `HTTP ${response.status}`;
  throw new AppError('enrolment_refused', {
    message: text(`The server refuses: ${said}`, `Le serveur refuse : ${said}`),
  });
}

/** The token says whose certificates to believe: an answer of somebody in between ends here. */
function requireAuthority(token: string, { authority, certificate }: { readonly authority: string; readonly certificate: string }): void {
  const fingerprint = createHash('sha256').update(authority).digest('hex');
  const isTheirs = token.endsWith(`_${fingerprint}`) && new X509Certificate(certificate).verify(new X509Certificate(authority).publicKey);
  if (!isTheirs) {
    throw new AppError('enrolment_refused', {
      message: text(
        'What answered is not the server this token is of: its authority is another',
        'Ce qui a répondu n’est pas le serveur de ce jeton : son autorité est une autre',
      ),
    });
  }
}

/** Tells one machine from another without telling the machine id itself (machine-id(5) asks for that). Null where there is none. */
function machineHash(): string | null {
  try {
    const id = readFileSync('/etc/machine-id', 'utf8').trim();
    return /^[0-9a-f]{32}$/.test(id) ? createHash('sha256').update(`vigie-machine\n${id}`).digest('hex') : null;
  } catch {
    return null;
  }
}
