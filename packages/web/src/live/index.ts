/*
 * What the server tells by itself: one socket, subscriptions shared by topic and host, differences merged outside React.
 * It does not draw and does not act: actions go through `api`.
 */
export type { TopicError } from './channels.ts';
export {
  peekProcesses,
  type TopicOptions,
  type TopicState,
  useLink,
  useMetrics,
  useProcesses,
  useSockets,
  useTopic,
  useTopicListener,
} from './hooks.ts';
export type { LinkState } from './link-state.ts';
export type { MetricsState } from './metrics-feed.ts';
export type { LabelMatch, MetricColumn } from './metrics-store.ts';
export { live } from './page.ts';
export { noProcesses, type ProcessesState } from './process-store.ts';
export { noSockets, type SocketsState } from './socket-store.ts';
