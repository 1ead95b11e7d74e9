/*
 * Writes `.br` and `.gz` beside every text file of the build, so that the server only picks one, and tells what the
 * first load weighs. Fails when the script of the first load is above its budget.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../dist');
const budgetBytes = 250 * 1024;
const worth = /\.(js|css|html|svg|json|txt|webmanifest)$/;

const sizes = new Map<string, { raw: number; br: number; gz: number }>();
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!worth.test(file)) {
    continue;
  }
  const content = readFileSync(join(dist, file));
  const br = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const gz = gzipSync(content, { level: 9 });
  writeFileSync(join(dist, `${file}.br`), br);
  writeFileSync(join(dist, `${file}.gz`), gz);
  sizes.set(file, { raw: content.length, br: br.length, gz: gz.length });
}

const html = readFileSync(join(dist, 'index.html'), 'utf8');
/** What the page needs until the overview stands: the scripts of the HTML, the scene a person sees first, and what they import. */
function withImports(files: readonly string[]): readonly string[] {
  const all = new Set<string>();
  const add = (file: string) => {
    if (all.has(file) || !sizes.has(file)) {
      return;
    }
    all.add(file);
    for (const [, name] of readFileSync(join(dist, file), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      add(`assets/${name}`);
    }
  };
  files.forEach(add);
  return [...all];
}
const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
const first = withImports([...named, ...[...sizes.keys()].filter((file) => /^assets\/Overview-[\w-]+\.js$/.test(file))]);
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
for (const [file, { raw, br, gz }] of [...sizes].sort((a, b) => b[1].gz - a[1].gz).slice(0, 14)) {
  console.log(
    `${first.includes(file) ? '*' : ' '} ${file.padEnd(48)} ${kib(raw).padStart(10)}  gz ${kib(gz).padStart(9)}  br ${kib(br).padStart(9)}`,
  );
}
const script = [...sizes].filter(([file]) => file.endsWith('.js'));
const total = (files: typeof script, kind: 'gz' | 'br') => files.reduce((sum, [, size]) => sum + size[kind], 0);
const firstScript = script.filter(([file]) => first.includes(file));
console.log(
  `script of the first load: gz ${kib(total(firstScript, 'gz'))}, br ${kib(total(firstScript, 'br'))}; all script: gz ${kib(total(script, 'gz'))}, br ${kib(total(script, 'br'))}`,
);
if (total(firstScript, 'gz') > budgetBytes) {
  console.error(`above the budget of ${kib(budgetBytes)}`);
  process.exit(1);
}
