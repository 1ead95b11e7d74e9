import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until } from '../../e2e/harness/vigie.ts';
import type { HostData } from './data.ts';

/* Debian's own packages, each with a store of its own in a folder that goes with the bench. */

const programs = { victoria: '/usr/bin/victoria-metrics', prometheus: '/usr/bin/prometheus', promtool: '/usr/bin/promtool' };
export const hasVictoria = existsSync(programs.victoria);
export const hasPrometheus = existsSync(programs.prometheus) && existsSync(programs.promtool);

export interface Running {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startVictoria(folder: string): Promise<Running> {
  return start([
    programs.victoria,
    `-storageDataPath=${folder}`,
    '-retentionPeriod=24',
    '-loggerLevel=ERROR',
    '-search.maxPointsPerTimeseries=100000',
    '-search.latencyOffset=0s',
    '-search.disableCache',
  ]);
}

/** Gives the samples in the form that VictoriaMetrics takes fastest, a series a line; its processor time for them in seconds. */
export async function importToVictoria(
  peer: Running,
  hosts: readonly HostData[],
): Promise<{ samples: number; cpuSeconds: number; bytes: number }> {
  const before = cpuSeconds(peer.pid);
  let samples = 0;
  for (const host of hosts) {
    const { lines, count } = linesOf(host);
    samples += count;
    const response = await fetch(`${peer.url}/api/v1/import`, { method: 'POST', body: lines });
    if (!response.ok) {
      throw new Error(`victoria-metrics: ${response.status} ${await response.text()}`);
    }
  }
  await fetch(`${peer.url}/internal/force_flush`);
  await fetch(`${peer.url}/internal/force_merge`);
  const size = await sizeOfVictoria(peer, samples);
  return { samples, cpuSeconds: cpuSeconds(peer.pid) - before, bytes: size };
}

/** Once every sample is in a part of its store and merging has rested; its index is left out. */
async function sizeOfVictoria(peer: Running, samples: number): Promise<number> {
  const figures = async (name: string): Promise<number> => {
    const text = await (await fetch(`${peer.url}/metrics`)).text();
    const found = text.matchAll(new RegExp(`^${name}\\{type="storage/[^"]*"\\} (\\d+)$`, 'gm'));
    return [...found].reduce((sum, match) => sum + Number(match[1]), 0);
  };
  let bytes = -1;
  await until(async () => {
    const before = bytes;
    bytes = await figures('vm_data_size_bytes');
    await Bun.sleep(300);
    return bytes > 0 && bytes === before && (await figures('vm_rows')) >= samples;
  }, 'VictoriaMetrics has merged what it was given');
  return bytes;
}

/** Makes blocks by promtool and starts Prometheus on them; long blocks, since it reads the whole text again for each. */
export async function startPrometheus(
  folder: string,
  hosts: readonly HostData[],
): Promise<Running & { samples: number; cpuSeconds: number }> {
  const [text, store, config] = [join(folder, 'metrics.txt'), join(folder, 'store'), join(folder, 'prometheus.yml')];
  const samples = writeOpenMetrics(text, hosts);
  const made = Bun.spawn(
    [programs.promtool, 'tsdb', 'create-blocks-from', '--max-block-duration=8760h', 'openmetrics', '-q', text, store],
    {
      stdout: 'ignore',
      stderr: 'pipe',
    },
  );
  if ((await made.exited) !== 0) {
    throw new Error(`promtool: ${await new Response(made.stderr).text()}`);
  }
  const used = made.resourceUsage()?.cpuTime.total ?? 0n;
  await Bun.write(config, 'scrape_configs: []\n');
  const words = [`--storage.tsdb.path=${store}`, '--storage.tsdb.retention.time=2y', `--config.file=${config}`, '--log.level=error'];
  const running = await start([programs.prometheus, ...words], '--web.listen-address=');
  return { ...running, samples, cpuSeconds: Number(used) / 1e6 };
}

async function start(words: readonly string[], listen = '-httpListenAddr='): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = Bun.spawn([...words, `${listen}127.0.0.1:${port}`], { stdout: 'ignore', stderr: 'ignore' });
  const stop = async (): Promise<void> => {
    child.kill();
    await child.exited;
  };
  try {
    await until(async () => {
      if (child.exitCode !== null) {
        throw new Error(`${words[0]} ended with ${child.exitCode}`);
      }
      const answer = await fetch(`${url}/api/v1/query?query=1`).catch(() => null);
      return answer?.ok ?? false;
    }, `${words[0]} answers`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid, stop };
}

function linesOf(host: HostData): { readonly lines: string; readonly count: number } {
  const columns = host.series.map(() => ({ values: [] as number[], timestamps: [] as number[] }));
  let count = 0;
  host.each((timeMs, values) => {
    values.forEach((value, at) => {
      if (!Number.isNaN(value)) {
        columns[at]?.values.push(value);
        columns[at]?.timestamps.push(timeMs);
        count++;
      }
    });
  });
  const lines = host.series.map(({ name, labels }, at) =>
    JSON.stringify({ metric: { __name__: name, host: host.hostId, ...labels }, ...columns[at] }),
  );
  return { lines: lines.join('\n'), count };
}

/** A family's samples stand together, series by series; names of counters lose `_total`, which the type gives them. */
function writeOpenMetrics(path: string, hosts: readonly HostData[]): number {
  const families = new Map<string, { kind: string; lines: string[] }>();
  let samples = 0;
  for (const host of hosts) {
    const own = host.series;
    const lines: string[][] = own.map(() => []);
    const heads = own.map(({ name, labels }) => `${name}{${formatLabels({ host: host.hostId, ...labels })}}`);
    host.each((timeMs, values) => {
      heads.forEach((head, at) => {
        if (!Number.isNaN(values[at])) {
          lines[at]?.push(`${head} ${values[at]} ${timeMs / 1000}`);
          samples++;
        }
      });
    });
    own.forEach((series, at) => {
      const family = families.get(series.name) ?? { kind: 'unknown', lines: [] };
      for (const line of lines[at] ?? []) {
        family.lines.push(line);
      }
      families.set(series.name, family);
    });
  }
  const file = Bun.file(path).writer();
  for (const [name, { kind, lines }] of families) {
    file.write(`# TYPE ${name} ${kind}\n${lines.join('\n')}\n`);
  }
  file.write('# EOF\n');
  void file.end();
  return samples;
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');
}

/** Processor time of a process so far: fields 14 and 15 of its stat, in hundredths of a second. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
}

/** Bytes of all files below a folder whose path fits. */
export function bytesBelow(folder: string, fits: RegExp): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => fits.test(path))
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);
}
