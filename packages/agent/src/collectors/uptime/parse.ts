/** `btime` of `/proc/stat`: seconds since 1970. */
export function parseBootTime(text: string): number | null {
  const value = /^btime (\d+)$/m.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}
