import { createPublicKey, verify } from 'node:crypto';
import { AppError, text } from '@vigie/contract';
import { enrolStatement } from '@vigie/contract/agent';
import type { Authority } from '../../ca/index.ts';
import type { HostBook } from '../../latest/index.ts';
import type { ActionHandler, QueryHandler } from '../../operations/types.ts';
import { addressGroup, createAttempts } from '../../platform/auth/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { type AgentPort, describeAuthority } from './authority.ts';
import type { EnrolmentBook } from './book.ts';
import { createTokenHandlers } from './token-operations.ts';

export interface EnrolmentHandlers extends ReturnType<typeof createTokenHandlers> {
  readonly 'host.enrol': ActionHandler<'host.enrol'>;
  readonly 'ca.show': QueryHandler<'ca.show'>;
}

export interface EnrolmentDeps {
  readonly book: EnrolmentBook;
  readonly authority: Authority;
  readonly hosts: HostBook;
  readonly agentPort: AgentPort;
  readonly clock: Clock;
}

const wrongTokensMost = 20;
const windowMs = 15 * 60_000;

export function createEnrolmentHandlers(deps: EnrolmentDeps): EnrolmentHandlers {
  return {
    ...createTokenHandlers(deps),
    'host.enrol': enrolHandler(deps),
    'ca.show': {
      async run() {
        return describeAuthority(deps.authority, deps.agentPort);
      },
    },
  };
}

function enrolHandler({ book, authority, hosts, agentPort, clock }: EnrolmentDeps): ActionHandler<'host.enrol'> {
  const attempts = createAttempts({ clock, most: wrongTokensMost, windowMs });
  return {
    async plan({ token, name: ownName, title, machine, public_key: publicKey, signature }, { actor }) {
      const name = title ?? ownName;
      const group = addressGroup(actor.address);
      const { allowed, retryAfterSeconds } = attempts.take(group);
      if (!allowed) {
        throw new AppError('too_many_requests', { data: { retryAfterSeconds } });
      }
      const enrolment = await book.require(token);
      attempts.giveBack(group);
      requirePossession({ token, publicKey, signature });
      const same = machine === null ? [] : await book.sameMachine(enrolment.organization_id, machine);
      return {
        title: text(`Enrol the host ${name}`, `Inscrire l’hôte ${name}`),
        button: text('Enrol', 'Inscrire'),
        destructive: false,
        host: null,
        targets: [{ kind: 'host', id: `new:${name}`, label: name }],
        facts: null,
        impact: same.map((other) => ({
          code: 'same_machine',
          text: text(
            `This machine is already ${other}, which stays as it is; a new host is made beside it`,
            `Cette machine est déjà ${other}, qui reste tel quel ; un nouvel hôte est créé à côté`,
          ),
        })),
        undo: { possible: false, text: text('Retire the host instead', 'Retirez plutôt l’hôte') },
        runs: [`host.enrol ${JSON.stringify(name)} with ${enrolment.id}`],
        verifies: [],
        command: `host.enrol ${name} (${enrolment.name})`,
      };
    },
    async run({ token, name, title, machine, public_key: publicKey, agent_version: agentVersion }) {
      // Whatever the host says of itself, it never becomes one that is already there.
      const id = crypto.randomUUID();
      const same = machine === null ? [] : await book.sameMachine((await book.require(token)).organization_id, machine);
      const certificate = await authority.issueAgentCertificate(id, publicKey);
      const enrolment = await book.admit(token, { id, name, title, machine });
      hosts.put({
        id,
        local: false,
        name,
        title,
        facts: null,
        agentVersion: agentVersion === '' ? null : agentVersion,
        site: enrolment.site,
        tags: JSON.parse(enrolment.tags) as string[],
      });
      return {
        output: {
          host: id,
          certificate,
          authority: authority.certificate,
          agent_port: agentPort.port(),
          agent_url: agentPort.url,
          same_machine: same,
        },
        success: true,
        result: text(`${title ?? name} has joined as ${id}`, `${title ?? name} a rejoint en tant que ${id}`),
      };
    },
  };
}

/** The one who asks holds the key it asks a certificate for. Throws `invalid_input`. */
function requirePossession({ token, publicKey, signature }: { token: string; publicKey: string; signature: string }): void {
  try {
    const key = createPublicKey(publicKey);
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
      throw new Error('not on P-256');
    }
    if (verify('sha256', Buffer.from(enrolStatement(token, publicKey)), key, Buffer.from(signature, 'base64'))) {
      return;
    }
  } catch (cause) {
    throw new AppError('invalid_input', {
      cause,
      details: [
        {
          path: 'public_key',
          message: text('An ECDSA key on P-256 as PEM is expected', 'Une clé ECDSA sur P-256, en PEM, est attendue'),
        },
      ],
    });
  }
  throw new AppError('invalid_input', {
    details: [
      {
        path: 'signature',
        message: text('The signature does not fit the token and the key', 'La signature ne correspond pas au jeton et à la clé'),
      },
    ],
  });
}
