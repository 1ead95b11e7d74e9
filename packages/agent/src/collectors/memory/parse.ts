/** `/proc/meminfo`: bytes by name, `Active(anon)` as `Active_anon`. Lines without a unit are counts and are left out. */
export function parseMemory(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const match of text.matchAll(/^([\w()]+):\s+(\d+) kB$/gm)) {
    const name = (match[1] as string).replace('(', '_').replace(')', '');
    values.set(name, Number(match[2]) * 1024);
  }
  return values;
}
