/*
 * Which time a page shows: live, the last so long, or any stretch, kept in the address so that a link shows the same.
 * What is read for it, and how it is drawn, is the business of the scene.
 */
export { PastBar } from './PastBar.tsx';
export {
  type Ask,
  type ComparisonId,
  exactAsk,
  type RangeProblem,
  shiftMs,
  stepFor,
  stretchOf,
} from './range.ts';
export { rangeMessages } from './range-messages.ts';
export { useChosen } from './useChosen.ts';
export { type Range, useRange } from './useRange.ts';
export { askOf, choiceOf, choices, WindowControl } from './WindowControl.tsx';
export { defaultWindow, parseWindow, spanMs, type WindowId } from './windows.ts';
