import { expect, it } from 'bun:test';
import { metricTitles } from './metric-titles.ts';

it('every series of the reference has a title of its own in both languages, and there is no other', async () => {
  const reference = await Bun.file(new URL('../../../../docs/reference/collectors.md', import.meta.url)).text();
  const names = [...reference.matchAll(/^\| `((?:node|vigie)_\w+)` \|/gm)].map((row) => row[1]);
  expect(Object.keys(metricTitles).toSorted()).toEqual(names.toSorted() as string[]);
  for (const language of ['en', 'fr'] as const) {
    const titles = Object.values(metricTitles).map((title) => title[language]);
    expect(new Set(titles).size).toBe(titles.length);
  }
});
