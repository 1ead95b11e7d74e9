/** The first number behind each of these words at the beginning of a line of `/proc/stat`. */
export function parseCounts(text: string, wanted: readonly string[]): Map<string, number> {
  const values = new Map<string, number>();
  for (const name of wanted) {
    const at = text.indexOf(`\n${name} `);
    if (at >= 0) {
      values.set(name, Number.parseInt(text.slice(at + name.length + 2, at + name.length + 24), 10));
    }
  }
  return values;
}

/** `/proc/sys/fs/file-nr`: allocated, unused since Linux 2.6, highest allowed. */
export function parseFileHandles(text: string): { readonly allocated: number; readonly maximum: number } | null {
  const [allocated, , maximum] = text.trim().split(/\s+/).map(Number);
  return allocated === undefined || maximum === undefined || Number.isNaN(allocated + maximum) ? null : { allocated, maximum };
}
