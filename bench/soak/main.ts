/*
 * bun bench/soak/main.ts [--seconds 600] [--hosts 500] [--series 200] [--events 5000] [--interval 10000] [--json]
 * The short profile of G19: simulated agents over the real link at reference load, and what they were promised looked for.
 */
import { parseArgs } from 'node:util';
import { type SoakResult, soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    hosts: { type: 'string', default: '500' },
    series: { type: 'string', default: '200' },
    events: { type: 'string', default: '5000' },
    interval: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
});
const result = await soak(
  {
    seconds: Number(values.seconds),
    hosts: Number(values.hosts),
    series: Number(values.series),
    eventsPerSecond: Number(values.events),
    intervalMs: Number(values.interval),
  },
  values.json ? undefined : (line) => console.error(line),
);
console.log(values.json ? JSON.stringify(result) : table(result));
process.exit(result.violations.length + result.unanswered + result.lostLinks === 0 ? 0 : 1);

function table(found: SoakResult): string {
  const mb = (value: number): string => `${value.toFixed(0)} MB`;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const { residentMb, openFiles, acknowledgedMs } = found;
  return [
    ['sent and looked for', `${found.frames} frames, ${found.events} events`],
    ['broken promises', `${found.violations.length}, unanswered ${found.unanswered}, links lost ${found.lostLinks}`],
    ['memory of the server', `${mb(residentMb.first)} → ${mb(residentMb.last)}, at most ${mb(residentMb.most)}`],
    ['memory slope after warm-up', `${found.slopeMbPerHour.toFixed(1)} MB/h`],
    ['open files', `${openFiles.least} to ${openFiles.most}`],
    ['event loop, worst', `${ms(found.worstLagMs)}; stalls above 200 ms: ${found.stalls}`],
    ['processor', `${found.cpuCores.toFixed(2)} cores`],
    ['durable after', `p50 ${ms(acknowledgedMs.p50)}, p99 ${ms(acknowledgedMs.p99)}, at most ${ms(acknowledgedMs.most)}`],
    ...found.violations.slice(0, 10).map(({ kind, source, number }) => ['violation', `${source} ${number}: ${kind}`]),
  ]
    .map(([what, value]) => `| ${what} | ${value} |`)
    .join('\n');
}
