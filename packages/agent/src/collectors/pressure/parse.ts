/** `/proc/pressure/*`: total stall time in seconds. `full` is missing for the processor before Linux 5.13, `some` for interrupts. */
export function parsePressure(text: string): { readonly some: number | null; readonly full: number | null } {
  const total = (kind: string): number | null => {
    const value = new RegExp(`^${kind} .*total=(\\d+)$`, 'm').exec(text)?.[1];
    return value === undefined ? null : Number(value) / 1e6;
  };
  return { some: total('some'), full: total('full') };
}
