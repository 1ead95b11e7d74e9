import {
  type Ack,
  type AgentMessage,
  type Certificate,
  type Command,
  type EventsAck,
  type HostFacts,
  MessageDecoder,
  MessageEncoder,
  maxMessageBytes,
  productVersion,
  protocolVersion,
  type Watch,
  type Welcome,
} from '@vigie/contract/agent';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { type Identity, signHello } from './identity.ts';
import {
  checkAck,
  checkCertificate,
  checkChallenge,
  checkCommand,
  checkEventsAck,
  checkPing,
  checkRefuse,
  checkWatch,
  checkWelcome,
} from './shapes.ts';
import type { Connection, Transport } from './transport.ts';

const handshakeMs = 15_000;
const pingMs = 10_000;
const silenceMs = 30_000;
const leaveMs = 1000;

export interface SessionDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly facts: () => HostFacts;
  readonly log: Log;
}

export interface SessionEvents {
  welcomed(welcome: Welcome): void;
  watch(watch: Watch): void;
  command(command: Command): void;
  acknowledged(ack: Ack): void;
  eventsAcknowledged(ack: EventsAck): void;
  certificate(certificate: Certificate): void;
  /** Once, at the end. `retryAfterMs` is the server's wish, when it refused. */
  ended(end: { readonly reason: string; readonly retryAfterMs: number }): void;
}

/** One connection from opening to end: challenge, hello, welcome, then messages both ways, with a heartbeat. */
export class Session {
  private readonly encoder = new MessageEncoder();
  private readonly decoder = new MessageDecoder();
  private readonly connection: Connection;
  private state: 'opening' | 'greeting' | 'open' | 'ended' = 'opening';
  private heardAtMs: number;
  private cancelTimer: () => void;
  private retryAfterMs = 0;
  private left: () => void = () => undefined;

  constructor(
    private readonly deps: SessionDeps,
    private readonly events: SessionEvents,
  ) {
    this.heardAtMs = deps.clock.monotonicMs();
    this.cancelTimer = deps.clock.after(handshakeMs, () => this.fail('the handshake took too long'));
    this.connection = deps.transport.connect({
      opened: () => undefined,
      message: (bytes) => this.receive(bytes),
      closed: (reason) => {
        this.end(reason);
        this.left();
      },
    });
  }

  get open(): boolean {
    return this.state === 'open';
  }

  get bufferedBytes(): number {
    return this.connection.bufferedBytes;
  }

  /** Nothing is sent when the session is not open, or the message is larger than the protocol allows. */
  send(message: AgentMessage): 'sent' | 'closed' | 'too_large' {
    if (this.state !== 'open') {
      return 'closed';
    }
    return this.write(message);
  }

  /** Says goodbye and closes in order; done when the goodbye is out, or after a moment. */
  leave(reason: string): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.deps.clock.after(leaveMs, resolve);
      this.left = () => {
        cancel();
        resolve();
      };
      this.send({ type: 'goodbye', body: { reason } });
      this.end(reason);
      this.connection.close();
    });
  }

  private write(message: AgentMessage): 'sent' | 'too_large' {
    const bytes = this.encoder.encode(message);
    if (bytes.length > maxMessageBytes) {
      return 'too_large';
    }
    this.connection.send(bytes);
    return 'sent';
  }

  private receive(bytes: Uint8Array): void {
    if (this.state === 'ended') {
      return;
    }
    this.heardAtMs = this.deps.clock.monotonicMs();
    try {
      this.handle(this.decoder.decode(bytes));
    } catch (error) {
      this.fail(`the server sent something wrong: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private handle(message: AgentMessage): void {
    const body: unknown = message.body;
    switch (message.type) {
      case 'challenge':
        this.expect('opening', message.type);
        this.state = 'greeting';
        void this.greet(body);
        return;
      case 'welcome':
        this.expect('greeting', message.type);
        this.begin(checkWelcome(body, 'welcome'));
        return;
      case 'refuse': {
        const refusal = checkRefuse(body, 'refuse');
        this.retryAfterMs = refusal.retryAfterMs;
        this.fail(`the server refuses this agent: ${refusal.code}: ${refusal.reason}`);
        return;
      }
      case 'watch':
        this.expect('open', message.type);
        this.events.watch(checkWatch(body, 'watch'));
        return;
      case 'command':
        this.expect('open', message.type);
        this.events.command(checkCommand(body, 'command'));
        return;
      case 'ack':
        this.expect('open', message.type);
        this.events.acknowledged(checkAck(body, 'ack'));
        return;
      case 'eventsAck':
        this.expect('open', message.type);
        this.events.eventsAcknowledged(checkEventsAck(body, 'eventsAck'));
        return;
      case 'certificate':
        this.expect('open', message.type);
        this.events.certificate(checkCertificate(body, 'certificate'));
        return;
      case 'ping':
        this.write({ type: 'pong', body: { ...checkPing(body, 'ping'), peerTimeMs: this.deps.clock.wallMs() } });
        return;
      case 'pong':
        return;
      case 'goodbye':
        this.fail('the server says goodbye');
        return;
      case 'hello':
      case 'frame':
      case 'processes':
      case 'sockets':
      case 'result':
      case 'facts':
      case 'events':
      case 'inventory':
      case 'renew':
        throw new Error(`${message.type} is for the server`);
      default:
        message satisfies never;
    }
  }

  private expect(state: Session['state'], type: string): void {
    if (this.state !== state) {
      throw new Error(`${type} while ${this.state}`);
    }
  }

  private async greet(body: unknown): Promise<void> {
    try {
      const challenge = checkChallenge(body, 'challenge');
      const [oldest, newest] = challenge.versions;
      if (protocolVersion < oldest || protocolVersion > newest) {
        throw new Error(`it speaks protocol ${oldest} to ${newest}, this agent ${protocolVersion}`);
      }
      const proof = await signHello(this.deps.identity, challenge.nonce);
      if (this.state !== 'greeting') {
        return;
      }
      this.write({
        type: 'hello',
        body: {
          protocol: protocolVersion,
          agentVersion: productVersion,
          ...proof,
          agentTimeMs: this.deps.clock.wallMs(),
          facts: this.deps.facts(),
        },
      });
    } catch (error) {
      this.fail(`no hello could be said: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private begin(welcome: Welcome): void {
    this.state = 'open';
    this.cancelTimer();
    this.beat();
    this.events.welcomed(welcome);
  }

  private beat(): void {
    this.cancelTimer = this.deps.clock.after(pingMs, () => {
      if (this.deps.clock.monotonicMs() - this.heardAtMs >= silenceMs) {
        this.fail('the server is silent');
        return;
      }
      this.write({ type: 'ping', body: { sentAtMs: this.deps.clock.wallMs() } });
      this.beat();
    });
  }

  private fail(reason: string): void {
    // First the reason: an abort is told as an end of its own.
    this.end(reason);
    this.connection.abort();
  }

  private end(reason: string): void {
    if (this.state === 'ended') {
      return;
    }
    this.state = 'ended';
    this.cancelTimer();
    this.events.ended({ reason, retryAfterMs: this.retryAfterMs });
  }
}
