import { requestJson } from '../api/client.ts';
import { LiveClient } from './client.ts';

/** The live link of this page. It is started after the sign-in and stopped at the sign-out. */
export const live = new LiveClient({
  openSocket: () => new WebSocket(new URL('/api/live', location.href.replace(/^http/, 'ws'))),
  ticket: async () => {
    const answer = (await requestJson('POST', '/api/live/ticket', {})) as { readonly ticket: string };
    return answer.ticket;
  },
  now: () => Date.now(),
  random: () => Math.random(),
});

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => live.retryNow());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      live.retryNow();
    }
  });
}
