/*
 * bun bench/store/serve.ts PATH: a process that holds a metric store and answers over HTTP, as the peers of the bench do, so that
 * its memory and its answers can be measured from outside. Prints its port.
 */
import { type MetricQuery, SqliteMetricStore } from '@vigie/server/metrics';

const [path = '', nowMs = '0'] = process.argv.slice(2);
const store = new SqliteMetricStore({ path, now: () => Number(nowMs) });
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  routes: {
    '/query': async (request) => {
      const asked = (await request.json()) as MetricQuery;
      const startedAt = performance.now();
      const { tier, times, series } = store.query(asked);
      const tookMs = performance.now() - startedAt;
      return Response.json({ tookMs, tier, times: [...times], series: series.map((one) => ({ ...one, values: [...one.values] })) });
    },
    '/newest': async (request) => Response.json(store.newest((await request.json()) as Parameters<typeof store.newest>[0])),
  },
});
console.log(server.port);
