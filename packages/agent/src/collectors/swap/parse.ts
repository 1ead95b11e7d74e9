/** `/proc/vmstat`: only the wanted names, since the file has two hundred. */
export function parseVmstat(text: string, wanted: readonly string[]): Map<string, number> {
  const values = new Map<string, number>();
  for (const name of wanted) {
    const at = text.startsWith(`${name} `) ? 0 : text.indexOf(`\n${name} `) + 1;
    if (at > 0 || text.startsWith(`${name} `)) {
      values.set(name, Number.parseInt(text.slice(at + name.length + 1, at + name.length + 21), 10));
    }
  }
  return values;
}
