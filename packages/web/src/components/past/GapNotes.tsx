import { useEffect } from 'react';
import { useCan, useOperation } from '../../api/index.ts';
import { useStore } from '../../lib/store.ts';
import { useChartGroup } from '../charts/time/index.ts';

const alignMs = 60_000;
const askAgainMs = 30_000;
/** Of what is missing, only these leave a chart empty. */
const emptying = ['metric', 'all'];

/** Tells the charts around it why pieces of the time in view are empty: of one host, or of all, each then by its name. Draws nothing. */
export function GapNotes({ host }: { readonly host?: string }) {
  const group = useChartGroup();
  const view = useStore(group.view);
  const may = useCan('event.read');
  // Whole minutes: the same question while the window slides within one.
  const fromMs = Math.floor((view?.fromMs ?? 0) / alignMs) * alignMs;
  const toMs = Math.ceil((view?.toMs ?? 0) / alignMs) * alignMs;
  const moves = toMs > Date.now() - alignMs;
  const { data } = useOperation(
    'gap.list',
    { ...(host === undefined ? {} : { host }), from: String(fromMs), to: String(toMs), limit: 1000 },
    { enabled: may && view !== null, ...(moves ? { refetchInterval: askAgainMs } : { staleTime: 60_000 }) },
  );
  useEffect(() => {
    if (data) {
      const notes = data.items.filter((gap) => emptying.includes(gap.class));
      group.notes.set(
        notes.map(({ from, to, hostName, text }) => ({
          fromMs: Date.parse(from),
          toMs: Date.parse(to),
          text: host === undefined ? `${hostName} · ${text}` : text,
        })),
      );
    }
  }, [group, data, host]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: notes are of one host.
  useEffect(() => () => group.notes.set([]), [group, host]);
  return null;
}
