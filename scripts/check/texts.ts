/*
 * French typography (look and feel, section 3): U+202F before ; ? !, U+00A0 before : and inside « ».
 * English never has a space before these marks, so any string literal with a plain one is French and wrong.
 * `bun scripts/check/texts.ts --fix` mends them.
 */

import { finish, readSource, root, sourceFiles } from './files.ts';
import { splitLiterals } from './literals.ts';

const sql = /\b(SELECT|INSERT|UPDATE|DELETE|WHERE|CREATE|PRAGMA)\b/;

function mend(source: string): string {
  return splitLiterals(source)
    .map(({ kind, source: part }) => {
      if (kind === 'code') {
        return part.replace(/[\u202f\u00a0]/g, ' ');
      }
      return sql.test(part)
        ? part
        : part
            .replace(/(?<=[\p{L}\p{N}»’”)%]|^) (?=[;?!](?:\s|$))/gu, '\u202f')
            .replace(/(?<=[\p{L}\p{N}»’”)%]|^) (?=:(?:\s|$))/gu, '\u00a0')
            .replace(/« /g, '«\u00a0')
            .replace(/ »/g, '\u00a0»');
    })
    .join('');
}

const complaints: string[] = [];
for (const file of await sourceFiles('packages/*/src/**/*.{ts,tsx}')) {
  const source = await readSource(file);
  const mended = mend(source);
  if (mended === source) {
    continue;
  }
  if (process.argv.includes('--fix')) {
    await Bun.write(`${root}/${file}`, mended);
    continue;
  }
  const lines = source.split('\n');
  const line = mended.split('\n').findIndex((text, index) => text !== lines[index]);
  complaints.push(`${file}:${line + 1}: French typography, mend it with bun scripts/check/texts.ts --fix`);
}
finish(complaints);
