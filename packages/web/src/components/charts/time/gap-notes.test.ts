import { describe, expect, it } from 'bun:test';
import { gapAt, noteOf } from './gap-notes.ts';

const note = (fromMs: number, toMs: number, text: string) => ({ fromMs, toMs, text });

describe('a gap', () => {
  it('is explained by the record that covers the most of it', () => {
    const notes = [note(0, 110_000, 'little'), note(90_000, 400_000, 'most'), note(900_000, 950_000, 'elsewhere')];
    expect(noteOf([100_000, 300_000], notes)?.text).toBe('most');
  });

  it('is explained by a record of one moment within it, or a frame beside it', () => {
    expect(noteOf([100_000, 300_000], [note(200_000, 200_000, 'damaged')])?.text).toBe('damaged');
    expect(noteOf([100_000, 300_000], [note(60_000, 95_000, 'just before')])?.text).toBe('just before');
  });

  it('has no explanation where no record touches it', () => {
    expect(noteOf([100_000, 300_000], [note(0, 50_000, 'before'), note(500_000, 600_000, 'after')])).toBeNull();
  });

  it('holds the moments between its frames, not the frames', () => {
    expect([100, 101, 199, 200].map((atMs) => gapAt([[100, 200]], atMs) !== null)).toEqual([false, true, true, false]);
  });
});
