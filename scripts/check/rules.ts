/** What must never stand in a source file, and why (GUARANTEES S5, S6 and the house rules). */
interface SourceRule {
  readonly pattern: RegExp;
  readonly why: string;
  /** Files that may, and the reason is theirs. */
  readonly unless?: RegExp;
}

const noShell = 'no shell: programs are started with argument arrays';

const sourceRules: readonly SourceRule[] = [
  { pattern: /[{,]\s*['"]?shell['"]?\s*:(?!\s*(?:false|string)\b)/, why: noShell },
  {
    pattern:
      /import\s*(?:type\s*)?\{[^}]*\bexec(?:Sync)?\b[^}]*\}\s*from\s*['"](?:node:)?child_process['"]|\bexecSync\s*\(|\bchild_process['")\]]*\.exec\b/,
    why: 'no exec: it runs a shell',
  },
  {
    pattern:
      /import\s*(?:\*\s*as\s+)?\w+\s*from\s*['"](?:node:)?child_process['"]|\{[^}]*\bexec\b[^}]*\}\s*=\s*(?:await\s+import|require)\(\s*['"](?:node:)?child_process['"]/,
    why: 'child_process is imported by name, so that exec cannot come along',
  },
  { pattern: /\bBun\.\$|import\s*\{[^}]*\$[^}]*\}\s*from\s*['"]bun['"]|\bBun\[['"]\$['"]\]/, why: 'no shell: Bun.$ is one' },
  {
    pattern: /['"`](?:\/(?:usr\/)?(?:local\/)?bin\/)?(?:ba|da|z|k|a)?sh['"`]\s*,\s*(?:\[\s*)?['"`]-[a-z]*c\b/,
    why: `${noShell}, not with a shell before them`,
    unless: /\.test\.ts$/,
  },
  { pattern: /\beval\(|\bnew Function\(|\bsetTimeout\(\s*['"`]|\bvm['"]\s*\)|from\s*['"](?:node:)?vm['"]/, why: 'nothing is evaluated' },
  {
    pattern:
      /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write(?:ln)?\(|\bsrcDoc=|createContextualFragment/,
    why: 'text from hosts is text: no HTML is assigned',
  },
  { pattern: /@ts-(ignore|nocheck)/, why: 'the types are mended, not silenced' },
  { pattern: /\b(test|it|describe)\.(only|todo)\b/, why: 'no test is left half done' },
  { pattern: /["'`/]\/work\//, why: 'no path of one machine' },
];

/** What is wrong with a source, with the line of each. */
export function complaintsAbout(file: string, source: string): string[] {
  return sourceRules.flatMap(({ pattern, why, unless }) => {
    const index = unless?.test(file) ? -1 : source.search(pattern);
    return index < 0 ? [] : [`${file}:${source.slice(0, index).split('\n').length}: ${why}`];
  });
}
