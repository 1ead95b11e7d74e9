import type { Gap } from '../gaps.ts';

/** Why a piece of time is empty, as the server has it on record. */
export interface GapNote {
  readonly fromMs: number;
  readonly toMs: number;
  /** One sentence, in the language of the reader. */
  readonly text: string;
}

/** A record may begin or end a frame away from the hole it explains: it tells when something was last seen, not what was missing. */
const besideMs = 15_000;

/** What explains a gap: the record that covers the most of it; null when none touches it. */
export function noteOf([fromMs, toMs]: Gap, notes: readonly GapNote[]): GapNote | null {
  const covered = (note: GapNote) => Math.min(note.toMs, toMs) - Math.max(note.fromMs, fromMs);
  const near = notes.filter((note) => covered(note) >= -besideMs);
  return near.length === 0 ? null : near.reduce((a, b) => (covered(b) > covered(a) ? b : a));
}

/** The gap a moment stands in; null between frames. */
export function gapAt(gaps: readonly Gap[], atMs: number): Gap | null {
  return gaps.find(([fromMs, toMs]) => atMs > fromMs && atMs < toMs) ?? null;
}
