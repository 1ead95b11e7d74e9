/*
 * For tests only: time that stands still, peers that are spoken for by hand, and makers of what crosses the agent link.
 * No source file imports it, and it imports nothing of agent or server.
 */
export * from './builders.ts';
export { type FakeClock, fakeClock } from './fake-clock.ts';
export * from './ledger/index.ts';
export { MemoryAgent } from './memory-agent.ts';
export { randomFrom } from './random.ts';
export * from './scripted-agent.ts';
