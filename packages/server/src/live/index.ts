/*
 * The live socket of pages: topics, each with its permission, told as they change. It presents rows with the same
 * functions as the API, never sends more to a page than it reads, and ends when its session does.
 */
export { createLive, type Live, type LiveDeps, type PageSocket } from './live.ts';
