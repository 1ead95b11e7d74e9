import { X509Certificate } from 'node:crypto';
import type { AuthorityView } from '@vigie/contract';
import type { Authority } from '../../ca/index.ts';

/** Where agents dial in. */
export interface AgentPort {
  readonly host: string;
  /** Known once it listens. */
  readonly port: () => number;
  /** What agents are given; null is the name they enrolled by, with the port. */
  readonly url: string | null;
}

export function isReachable({ host, url }: AgentPort): boolean {
  return url !== null || !(host === '::1' || host === 'localhost' || host.startsWith('127.'));
}

export async function describeAuthority(authority: Authority, agentPort: AgentPort): Promise<AuthorityView> {
  const certificate = new X509Certificate(authority.certificate);
  const server = new X509Certificate((await authority.serverPair([agentPort.host])).certificate);
  const { host } = agentPort;
  return {
    subject: certificate.subject,
    certificate: authority.certificate,
    fingerprint: authority.fingerprint,
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    server: {
      names: (server.subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, '')),
      validTo: new Date(server.validTo).toISOString(),
    },
    agentAddress: `${host.includes(':') ? `[${host}]` : host}:${agentPort.port()}`,
    agentUrl: agentPort.url,
    reachable: isReachable(agentPort),
  };
}
