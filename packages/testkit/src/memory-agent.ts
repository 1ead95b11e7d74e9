import { type AgentMessage, type Hello, MessageEncoder } from '@vigie/contract/agent';
import { Inbox } from './inbox.ts';
import { buildHello, type ScriptedIdentity } from './scripted-agent.ts';

/** What the server's side of a link offers to the one who carries the bytes. */
interface Receiver {
  receive(bytes: Uint8Array): void;
}

/** An agent that a test speaks for, over memory: every message arrives at once, and the wire can be made to refuse. */
export class MemoryAgent {
  readonly inbox = new Inbox();
  /** False: the network takes nothing more. */
  takes = true;
  private readonly encoder = new MessageEncoder();
  private server: Receiver | null = null;

  /** The server's end. */
  readonly wire = {
    send: (bytes: Uint8Array<ArrayBuffer>): boolean => {
      if (!this.takes || this.inbox.ended !== null) {
        return false;
      }
      this.inbox.take(bytes);
      return true;
    },
    close: (reason: string): void => this.inbox.end(reason),
  };

  attach(server: Receiver): this {
    this.server = server;
    return this;
  }

  send(message: AgentMessage): void {
    this.sendBytes(this.encoder.encode(message));
  }

  sendBytes(bytes: Uint8Array): void {
    this.server?.receive(bytes);
  }

  /** Answers the challenge, and waits for the welcome. */
  async enter(identity: Pick<ScriptedIdentity, 'hostId' | 'certificate' | 'key'>, values: Partial<Hello> = {}): Promise<this> {
    const { nonce } = await this.inbox.next('challenge');
    this.send({ type: 'hello', body: buildHello(identity, nonce, values) });
    await this.inbox.next('welcome');
    return this;
  }
}
