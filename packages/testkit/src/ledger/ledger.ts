import { type Claim, type JudgeOptions, judge, type StoredSet, type Verdict } from './judge.ts';

export interface Item {
  readonly source: string;
  readonly number: number;
}

interface Page {
  sent: number;
  acknowledgedUpTo: number;
  readonly acknowledged: Set<number>;
}

/** The controller's book: one page for each source. */
export class Ledger {
  private readonly pages = new Map<string, Page>();

  /** Numbers the next item of a source, from 1. */
  next(source: string): Item {
    const page = this.page(source);
    page.sent++;
    return { source, number: page.sent };
  }

  /** Notes an acknowledgement. Throws for what was never sent: then the test is wrong, or the peer lies. */
  acknowledged(item: Item): void {
    this.requireSent(item).acknowledged.add(item.number);
  }

  /** Notes that everything up to a number was acknowledged, as an answer with the highest number means. */
  acknowledgedUpTo(item: Item): void {
    const page = this.requireSent(item);
    page.acknowledgedUpTo = Math.max(page.acknowledgedUpTo, item.number);
  }

  sources(): readonly string[] {
    return [...this.pages.keys()];
  }

  claim(source: string): Claim {
    return this.page(source);
  }

  /** Compares every source with what is stored of it; a source that nothing is stored of has an empty set. */
  judge(storedOf: (source: string) => StoredSet, options: JudgeOptions = {}): Verdict {
    const verdicts = this.sources().map((source) => judge(source, this.page(source), storedOf(source), options));
    return {
      violations: verdicts.flatMap(({ violations }) => violations),
      open: verdicts.reduce((sum, { open }) => sum + open, 0),
      stored: verdicts.reduce((sum, { stored }) => sum + stored, 0),
    };
  }

  private requireSent({ source, number }: Item): Page {
    const page = this.page(source);
    if (!Number.isInteger(number) || number < 1 || number > page.sent) {
      throw new Error(`${source} acknowledged ${number}; only 1 to ${page.sent} were sent`);
    }
    return page;
  }

  private page(source: string): Page {
    const page = this.pages.get(source) ?? { sent: 0, acknowledgedUpTo: 0, acknowledged: new Set<number>() };
    this.pages.set(source, page);
    return page;
  }
}
