import { EventMarks } from './EventMarks.tsx';
import { GapNotes } from './GapNotes.tsx';

/** What the charts around it say of their time besides figures: what happened on the host, or on all, and why pieces are empty. Loaded after the charts, which stand without it. */
export function ChartNotes({ host }: { readonly host?: string }) {
  return host === undefined ? (
    <GapNotes />
  ) : (
    <>
      <EventMarks host={host} />
      <GapNotes host={host} />
    </>
  );
}
