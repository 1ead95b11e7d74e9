/** `/proc/loadavg`: over 1, 5 and 15 minutes; null when it is something else. */
export function parseLoad(text: string): readonly [number, number, number] | null {
  const [one, five, fifteen] = text.split(' ').map(Number);
  if (one === undefined || five === undefined || fifteen === undefined || Number.isNaN(one + five + fifteen)) {
    return null;
  }
  return [one, five, fifteen];
}
