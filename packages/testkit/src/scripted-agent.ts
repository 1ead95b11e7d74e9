import { createPrivateKey, sign } from 'node:crypto';
import {
  type AgentMessage,
  type AgentMessages,
  type AgentMessageType,
  type Hello,
  helloStatement,
  MessageEncoder,
  protocolVersion,
} from '@vigie/contract/agent';
import { buildFacts } from './builders.ts';
import { Inbox } from './inbox.ts';

/** What a scripted agent shows: to TLS, and in its hello. */
export interface ScriptedIdentity {
  readonly hostId: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
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
  private readonly inbox = new Inbox();

  private constructor(private readonly socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => this.inbox.take(new Uint8Array(data as ArrayBuffer)));
    socket.addEventListener('close', (event) => this.inbox.end(event.reason || `code ${event.code}`));
    socket.addEventListener('error', () => this.inbox.end('the connection failed'));
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

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** The next message of this type; others before it are passed over. Throws when the connection ends first. */
  next<T extends AgentMessageType>(type: T): Promise<AgentMessages[T]> {
    return this.inbox.next(type);
  }

  /** Waits for the end of the connection; gives the reason. */
  end(): Promise<string> {
    return this.inbox.untilEnd();
  }

  close(): void {
    this.socket.close();
  }
}
