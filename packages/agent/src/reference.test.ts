import { expect, it } from 'bun:test';
import { createCollectorReport, createCollectors } from './collectors/index.ts';
import { openHostTree } from './kernel/index.ts';
import { linkSeries } from './link-metrics.ts';

it('every series of the agent stands in the reference of collectors, and it names nothing else', async () => {
  const text = await Bun.file(new URL('../../../docs/reference/collectors.md', import.meta.url)).text();
  const told = [...text.matchAll(/^\| `(\w+)` \| (gauge|counter) \|/gm)].map((match) => `${match[1]} ${match[2]}`).sort();
  const collectors = createCollectors({ tree: openHostTree() });
  const described = [...collectors.flatMap(({ series }) => series), ...createCollectorReport().series, ...linkSeries];
  expect(told).toEqual(described.map(({ name, kind }) => `${name} ${kind}`).sort());
});
