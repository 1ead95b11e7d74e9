import { deriveInto, type FrameSource, TimeColumns } from '../../components/charts/index.ts';
import { ProcessHistory } from './process-history.ts';

/** What the overview of one host keeps while the page is open, so that coming back finds it again. */
export interface OverviewFeed {
  readonly columns: TimeColumns;
  readonly processes: ProcessHistory;
  /** Takes the frames that are new. Doing it twice costs nothing. */
  take(source: FrameSource): void;
}

const feeds = new Map<string, OverviewFeed>();

export function feedOf(host: string): OverviewFeed {
  const known = feeds.get(host);
  if (known) {
    return known;
  }
  const columns = new TimeColumns();
  const feed: OverviewFeed = { columns, processes: new ProcessHistory(), take: (source) => deriveInto(columns, source) };
  feeds.set(host, feed);
  return feed;
}
