import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { errorCodes, operations, permissions } from '@vigie/contract';
import { Glob } from 'bun';
import { finish, readSource, root } from './files.ts';

const complaints: string[] = [];

/** Documents are true in both directions: every name of the code is told, and every told name exists. */
async function compare(document: string, names: readonly string[], what: string): Promise<void> {
  const text = existsSync(`${root}/${document}`) ? await readSource(document) : '';
  const told = new Set([...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? ''));
  for (const name of names) {
    if (!told.has(name)) {
      complaints.push(`${document} does not tell of ${what} ${name}: run npm run docs`);
    }
  }
  for (const name of told) {
    if (!names.includes(name)) {
      complaints.push(`${document} tells of ${what} ${name}, which does not exist: run npm run docs`);
    }
  }
}

await compare(
  'docs/reference/operations.md',
  operations.map((operation) => operation.id),
  'operation',
);
await compare('docs/reference/errors.md', Object.keys(errorCodes), 'error code');
await compare('docs/reference/permissions.md', Object.keys(permissions), 'permission');

/** Links between documents lead to files that exist. */
for (const document of await Array.fromAsync(new Glob('{*.md,docs/**/*.md,packages/**/README.md}').scan({ cwd: root }))) {
  if (document.includes('node_modules')) {
    continue;
  }
  for (const match of (await readSource(document)).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
    const target = normalize(join(dirname(document), match[1] ?? ''));
    if (!existsSync(`${root}/${target}`)) {
      complaints.push(`${document} links to ${match[1]}, which does not exist`);
    }
  }
}

/** French documents stand beside the English ones. */
for (const [english, french] of [['README.md', 'README.fr.md']] as const) {
  if (existsSync(`${root}/${english}`) !== existsSync(`${root}/${french}`)) {
    complaints.push(`${english} and ${french} go together`);
  }
}
for (const guide of await Array.fromAsync(new Glob('docs/guide/*.md').scan({ cwd: root }))) {
  const twin = guide.endsWith('.fr.md') ? guide.replace('.fr.md', '.md') : guide.replace('.md', '.fr.md');
  if (!existsSync(`${root}/${twin}`)) {
    complaints.push(`${guide} has no ${twin}`);
  }
}
finish(complaints);
