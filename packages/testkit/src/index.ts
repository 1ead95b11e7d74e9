/*
 * For tests only: peers that are spoken for by hand, and makers of what crosses the link. No source file imports it.
 */
export * from './scripted-agent.ts';
