import { createPrivateKey, sign } from 'node:crypto';
import {
  type AgentMessage,
  type AgentMessages,
  type AgentMessageType,
  type Hello,
  type HostFacts,
  helloStatement,
  MessageDecoder,
  MessageEncoder,
  protocolVersion,
} from '@vigie/contract/agent';

/** What a scripted agent shows: to TLS, and in its hello. */
export interface ScriptedIdentity {
  readonly hostId: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

export function buildFacts(values: Partial<HostFacts> = {}): HostFacts {
  return {
    name: 'web-01',
    operatingSystem: 'Debian GNU/Linux 12',
    kernel: '6.1.0',
    architecture: 'x86_64',
    virtualisation: null,
    cpuModel: 'Test CPU',
    cpuCount: 2,
    memoryBytes: 8_000_000_000,
    addresses: ['192.0.2.7'],
    bootedAtMs: 1_795_000_000_000,
    bootId: 'boot',
    timeZone: 'Europe/Paris',
    agentUser: 'root',
    privileged: true,
    pid: 42,
    missing: [],
    ...values,
  };
}

export function buildHello(
  identity: Pick<ScriptedIdentity, 'hostId' | 'certificate' | 'key'>,
  nonce: string,
  values: Partial<Hello> = {},
): Hello {
  const statement = Buffer.from(helloStatement(nonce, values.hostId ?? identity.hostId));
  return {
    protocol: protocolVersion,
    agentVersion: '0.1.0',
    hostId: identity.hostId,
    certificate: identity.certificate,
    signature: sign('sha256', statement, createPrivateKey(identity.key)).toString('base64'),
    agentTimeMs: Date.now(),
    facts: buildFacts(),
    ...values,
  };
}

/** An agent that a test speaks for: real TLS, real frames, every message by hand. */
export class ScriptedAgent {
  private readonly encoder = new MessageEncoder();
  private readonly decoder = new MessageDecoder();
  private readonly inbox: AgentMessage[] = [];
  private wake: (() => void) | null = null;
  /** Why the connection ended; null while it lives. */
  ended: string | null = null;

  private constructor(private readonly socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      this.inbox.push(this.decoder.decode(new Uint8Array(data as ArrayBuffer)));
      this.wake?.();
    });
    const end = (reason: string): void => {
      this.ended ??= reason;
      this.wake?.();
    };
    socket.addEventListener('close', (event) => end(event.reason || `code ${event.code}`));
    socket.addEventListener('error', () => end('the connection failed'));
  }

  static connect(port: number, identity: Partial<ScriptedIdentity>): ScriptedAgent {
    const { authority, certificate, key } = identity;
    const tls = { ca: authority, cert: certificate, key, minVersion: 0x0304, rejectUnauthorized: authority !== undefined };
    return new ScriptedAgent(new WebSocket(`wss://127.0.0.1:${port}/agent`, { tls }));
  }

  /** Connects, answers the challenge, and waits for the welcome. */
  static async enter(port: number, identity: ScriptedIdentity, values: Partial<Hello> = {}): Promise<ScriptedAgent> {
    const agent = ScriptedAgent.connect(port, identity);
    const { nonce } = await agent.next('challenge');
    agent.send({ type: 'hello', body: buildHello(identity, nonce, values) });
    await agent.next('welcome');
    return agent;
  }

  send(message: AgentMessage): void {
    this.socket.send(this.encoder.encode(message));
  }

  sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.socket.send(bytes);
  }

  /** The next message of this type; others before it are passed over. Throws when the connection ends first. */
  async next<T extends AgentMessageType>(type: T): Promise<AgentMessages[T]> {
    for (;;) {
      const index = this.inbox.findIndex((message) => message.type === type);
      if (index >= 0) {
        return this.inbox.splice(0, index + 1).at(-1)?.body as AgentMessages[T];
      }
      if (this.ended !== null) {
        throw new Error(`ended before ${type}: ${this.ended}`);
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Waits for the end of the connection; gives the reason. */
  async end(): Promise<string> {
    while (this.ended === null) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.ended;
  }

  close(): void {
    this.socket.close();
  }
}
