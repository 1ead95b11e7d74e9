import { finish, readSource, sourceFiles } from './files.ts';

/** What must never stand in a source file, and why (GUARANTEES S5, S6 and the house rules). */
const forbidden: readonly { readonly pattern: RegExp; readonly why: string; readonly unless?: RegExp }[] = [
  { pattern: /shell:\s*true/, why: 'no shell: programs are started with argument arrays' },
  { pattern: /from 'node:child_process'.*\bexec\b|\bexecSync\(|\bchild_process\.exec\(/, why: 'no exec: it runs a shell' },
  { pattern: /\bBun\.\$|import \{[^}]*\$[^}]*\} from 'bun'/, why: 'no shell: Bun.$ is one' },
  { pattern: /\beval\(|new Function\(/, why: 'nothing is evaluated' },
  {
    pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write\(/,
    why: 'text from hosts is text: no HTML is assigned',
  },
  { pattern: /@ts-(ignore|nocheck)/, why: 'the types are mended, not silenced' },
  { pattern: /\b(test|it|describe)\.(only|todo)\b/, why: 'no test is left half done' },
  { pattern: /["'`/]\/work\//, why: 'no path of one machine' },
];

const complaints: string[] = [];
for (const file of await sourceFiles()) {
  if (file.startsWith('scripts/check/sources')) {
    continue;
  }
  const source = await readSource(file);
  for (const { pattern, why } of forbidden) {
    const index = source.search(pattern);
    if (index >= 0) {
      complaints.push(`${file}:${source.slice(0, index).split('\n').length}: ${why}`);
    }
  }
}
const lock = await readSource('package-lock.json');
if (/"resolved": *"https?:/.test(lock)) {
  complaints.push('package-lock.json names a registry: set omit-lockfile-registry-resolved');
}
finish(complaints);
