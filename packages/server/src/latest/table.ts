/** What a message changed in a table. */
export interface TableChange<K, Row> {
  /** True when nothing was known before: `changed` is then the whole table. */
  readonly full: boolean;
  readonly changed: readonly Row[];
  readonly gone: readonly K[];
}

interface Part<K, Row> {
  readonly full: boolean;
  readonly rows: readonly Row[];
  readonly gone: readonly K[];
  readonly more?: boolean | undefined;
}

/** More rows and parts than this are no snapshot of any host. */
const mostBuffered = 500_000;

/**
 * The newest rows of one kind of one host. A row that is told again and is the same stays the same object, so that what
 * was made of it can be kept; a full snapshot is therefore only as large as its difference.
 */
export class Table<K, Row extends object> {
  private readonly byKey = new Map<K, Row>();
  private parts: Part<K, Row>[] = [];
  private buffered = 0;
  private known = false;

  constructor(private readonly keyOf: (row: Row) => K) {}

  get rows(): ReadonlyMap<K, Row> {
    return this.byKey;
  }

  /** Null when more of the same snapshot is to come. */
  take(part: Part<K, Row>): TableChange<K, Row> | null {
    if (part.full) {
      // A snapshot that begins anew takes the place of one that was never finished.
      this.forgetParts();
    }
    if (part.more || this.parts.length > 0) {
      this.parts.push(part);
      if (part.more) {
        this.requireBounded(part);
        return null;
      }
    }
    const parts = this.parts.length > 0 ? this.parts : [part];
    this.forgetParts();
    return this.apply(
      parts[0]?.full ?? false,
      parts.flatMap(({ rows }) => rows),
      parts.flatMap(({ gone }) => gone),
    );
  }

  /** The session has ended: what it did not finish never comes. */
  forgetParts(): void {
    this.parts = [];
    this.buffered = 0;
  }

  private apply(full: boolean, rows: readonly Row[], gone: readonly K[]): TableChange<K, Row> {
    const first = !this.known;
    this.known = true;
    const lost = full ? this.missingFrom(rows) : gone.filter((key) => this.byKey.has(key));
    // Gone first: a pid that ended and came back is in both lists.
    for (const key of lost) {
      this.byKey.delete(key);
    }
    const changed: Row[] = [];
    for (const row of rows) {
      const key = this.keyOf(row);
      const before = this.byKey.get(key);
      if (before === undefined || !isSame(before, row)) {
        this.byKey.set(key, row);
        changed.push(row);
      }
    }
    return { full: first, changed, gone: lost };
  }

  private missingFrom(rows: readonly Row[]): K[] {
    const present = new Set(rows.map(this.keyOf));
    return [...this.byKey.keys()].filter((key) => !present.has(key));
  }

  private requireBounded(part: Part<K, Row>): void {
    this.buffered += part.rows.length + part.gone.length + 1;
    if (this.buffered > mostBuffered) {
      this.forgetParts();
      throw new Error('a snapshot without an end');
    }
  }
}

/** Rows have the same members, and hold plain values and lists of them. */
function isSame(one: object, other: object): boolean {
  for (const [name, value] of Object.entries(other)) {
    const before: unknown = Reflect.get(one, name);
    if (before !== value && !isSameList(before, value)) {
      return false;
    }
  }
  return true;
}

function isSameList(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((value, index) => value === other[index]);
}
