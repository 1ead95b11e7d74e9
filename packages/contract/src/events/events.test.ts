import { describe, expect, it } from 'bun:test';
import { eventFieldNames, eventKinds, isEventKind, kindsOf } from '../model/event.ts';
import { parseEventFilter } from './filter.ts';
import { describeEvent, describeGap, eventSearchText, gapReasons, kindTitles } from './words.ts';

describe('the words of events', () => {
  const full = Object.fromEntries([...eventFieldNames].map((name) => [name, name.endsWith('Ms') ? 90_000 : `<${name}>`]));

  it.each(Object.keys(eventKinds))('%s has a sentence in both languages, with fields and without any', (kind) => {
    for (const fields of [full, {}]) {
      const [en, fr] = [describeEvent(kind, fields, 'en'), describeEvent(kind, fields, 'fr')];
      expect(en).not.toMatch(/undefined|null|NaN/);
      expect(fr).not.toMatch(/undefined|null|NaN/);
      expect(en).not.toBe(fr);
    }
    expect(isEventKind(kind) && kindTitles[kind].fr).toBeTruthy();
  });

  it('tell a kind of a newer agent by its name and fields', () => {
    expect(describeEvent('disk.failed', { device: 'sda' }, 'fr')).toBe('disk.failed device=sda');
    expect(describeEvent('constructor', {}, 'en')).toBe('constructor');
    expect(describeGap({ class: 'process', count: 1, reason: 'later' }, 'en')).toBe('1 process event is missing: later');
  });

  it('are found by the kind in both languages and by every text of the host', () => {
    const text = eventSearchText('login.opened', { user: 'ada', terminal: 'pts/0', address: null, pid: 12 });
    for (const word of ['Session opened', 'Session ouverte', 'ada', 'pts/0', '12']) {
      expect(text).toContain(word);
    }
  });
});

describe('the filter of events', () => {
  it('reads kinds, severity, fields and words', () => {
    expect(parseEventFilter('kind:login severity:Warning exitcode=1 "two words" one')).toEqual({
      ok: true,
      terms: {
        kinds: kindsOf('login'),
        severity: 'warning',
        fields: [{ name: 'exitCode', value: '1' }],
        words: [
          { text: 'two words', exact: true },
          { text: 'one', exact: false },
        ],
      },
    });
  });

  it('takes for text what is no field, and refuses what would silently find nothing', () => {
    expect(parseEventFilter('http://x:1 a>b')).toMatchObject({
      ok: true,
      terms: { fields: [], words: [{ text: 'http://x:1' }, { text: 'a>b' }] },
    });
    expect(parseEventFilter('kind:nothing').ok).toBe(false);
    expect(parseEventFilter('severity:red').ok).toBe(false);
    expect(parseEventFilter('"open').ok).toBe(false);
  });
});

describe('the reference', () => {
  it('tells of every kind with exactly its fields, of every reason, and of nothing else', async () => {
    const text = await Bun.file(new URL('../../../../docs/reference/events.md', import.meta.url)).text();
    const rows = [...text.matchAll(/^\| `([a-z_.]+)` \| ([^|]*)\|/gm)];
    const kinds = rows
      .filter((row) => row[1]?.includes('.'))
      .map((row) => [row[1], [...(row[2] ?? '').matchAll(/`([^`]+)`/g)].map((field) => field[1])]);
    expect(Object.fromEntries(kinds)).toEqual(eventKinds);
    expect(rows.map((row) => row[1]).filter((name) => !name?.includes('.'))).toEqual([...gapReasons]);
  });
});
