/** How far back the live charts look. What is older is in the store. */
export const windows = ['5m', '15m'] as const;
export type WindowId = (typeof windows)[number];
export const defaultWindow: WindowId = '15m';

const spans: Readonly<Record<WindowId, number>> = { '5m': 300_000, '15m': 900_000 };
/** While the history is young the scale changes by these steps only; later it grows too slowly to be seen. */
const steps = [60, 120, 180, 300].map((seconds) => seconds * 1000);

export function parseWindow(text: string): WindowId {
  return windows.find((id) => id === text) ?? defaultWindow;
}

/** Milliseconds in view: while there is less history than asked for, the span that holds it. */
export function spanMs(id: WindowId, historyMs: number): number {
  const wanted = spans[id];
  if (historyMs >= wanted) {
    return wanted;
  }
  const fitting = steps.find((step) => step >= historyMs) ?? historyMs;
  return Math.min(wanted, fitting);
}
