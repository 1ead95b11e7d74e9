/*
 * The past on the page: the moment in the address, the horizon that leads to it, and the state that stands in the place of
 * the live one. What the state is, the server says (`host.at`).
 */
export type { HorizonCharts } from './horizon-shape.ts';
export { pastMessages } from './messages.ts';
export { type Moment, useMoment, writeAt } from './moment.ts';
export { PastFrame } from './PastFrame.tsx';
