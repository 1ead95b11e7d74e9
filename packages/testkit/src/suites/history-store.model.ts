interface ModelRecord {
  readonly timeMs: number;
  readonly key: boolean;
  readonly body: string;
}

/** What a store of host states would be if memory were endless: a list. Of hosts whose clock goes forward. */
export class HistoryModel {
  private readonly records = new Map<string, ModelRecord[]>();

  append(hostId: string, record: ModelRecord): void {
    this.records.set(hostId, [...(this.records.get(hostId) ?? []), record]);
  }

  read(hostId: string, fromMs: number, toMs: number): string[] {
    const all = this.records.get(hostId) ?? [];
    const before = all.findLastIndex(({ key, timeMs }) => key && timeMs <= fromMs);
    const begin = before >= 0 ? before : all.findIndex(({ key }) => key);
    return begin < 0
      ? []
      : all
          .slice(begin)
          .filter(({ timeMs }) => timeMs <= toMs)
          .map(({ body }) => body);
  }
}
