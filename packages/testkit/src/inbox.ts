import { type AgentMessage, type AgentMessages, type AgentMessageType, MessageDecoder } from '@vigie/contract/agent';

/** What has come over a link, decoded, to be waited for by type. */
export class Inbox {
  private readonly decoder = new MessageDecoder();
  private readonly messages: AgentMessage[] = [];
  private readonly waking: (() => void)[] = [];
  /** Why the link ended; null while it lives. */
  ended: string | null = null;

  take(bytes: Uint8Array): void {
    this.messages.push(this.decoder.decode(bytes));
    this.wake();
  }

  /** The first reason stays. */
  end(reason: string): void {
    this.ended ??= reason;
    this.wake();
  }

  /** Everything of this type that came and was not taken by `next`. */
  all<T extends AgentMessageType>(type: T): AgentMessages[T][] {
    return this.messages.filter((message) => message.type === type).map((message) => message.body as AgentMessages[T]);
  }

  /** The next message of this type; others before it are passed over. Throws when the link ends first. */
  async next<T extends AgentMessageType>(type: T): Promise<AgentMessages[T]> {
    for (;;) {
      const index = this.messages.findIndex((message) => message.type === type);
      if (index >= 0) {
        return this.messages.splice(0, index + 1).at(-1)?.body as AgentMessages[T];
      }
      if (this.ended !== null) {
        throw new Error(`ended before ${type}: ${this.ended}`);
      }
      await this.something();
    }
  }

  async untilEnd(): Promise<string> {
    while (this.ended === null) {
      await this.something();
    }
    return this.ended;
  }

  private something(): Promise<void> {
    return new Promise((resolve) => {
      this.waking.push(resolve);
    });
  }

  private wake(): void {
    for (const wake of this.waking.splice(0)) {
      wake();
    }
  }
}
