import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from '../e2e/harness/vigie.ts';
import type { BenchResult } from './result.ts';

/** What a first visit loads: the scripts named in the page, and what they import at once; brotli is what the server sends. */
export function benchPage(): BenchResult[] {
  const dist = `${root}/packages/web/dist`;
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) {
      return;
    }
    seen.add(path);
    const source = readFileSync(`${dist}/${path}`, 'utf8');
    for (const match of source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      visit(`assets/${match[1]}`);
    }
  };
  for (const match of readFileSync(`${dist}/index.html`, 'utf8').matchAll(/(?:src|href)="\/([\w./-]+\.js)"/g)) {
    visit(match[1] ?? '');
  }
  let [brotli, gzip] = [0, 0];
  for (const path of seen) {
    const plain = readFileSync(`${dist}/${path}`);
    gzip += gzipSync(plain).length;
    brotli += existsSync(`${dist}/${path}.br`) ? readFileSync(`${dist}/${path}.br`).length : gzipSync(plain).length;
  }
  return [
    {
      name: 'page, script compressed',
      value: brotli / 1000,
      how: `${seen.size} files of the first visit, brotli (gzip ${(gzip / 1000).toFixed(0)} KB)`,
    },
  ];
}
