/** The server as it shows itself at `/metrics`, at one moment. */
export interface Sight {
  readonly atMs: number;
  readonly residentMb: number;
  readonly openFiles: number;
  readonly worstLagMs: number;
  readonly stalls: number;
  readonly cpuSeconds: number;
}

export async function see(url: string, token: string): Promise<Sight> {
  const own = await (await fetch(`${url}/metrics?host=vigie`, { headers: { 'X-Auth-Token': token } })).text();
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(own)?.[1] ?? Number.NaN);
  return {
    atMs: performance.now(),
    residentMb: figure('process_resident_memory_bytes') / 1e6,
    openFiles: figure('process_open_fds'),
    worstLagMs: figure('vigie_event_loop_lag_seconds') * 1000,
    stalls: figure('vigie_event_loop_stalls_total'),
    cpuSeconds: figure('process_cpu_seconds_total'),
  };
}

/** Least squares: how fast memory grows, in MB an hour. */
export function slopePerHour(sights: readonly Pick<Sight, 'atMs' | 'residentMb'>[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(sights.map(({ atMs }) => atMs)), mean(sights.map(({ residentMb }) => residentMb))];
  const over = sights.reduce((sum, sight) => sum + (sight.atMs - x) * (sight.residentMb - y), 0);
  const under = sights.reduce((sum, sight) => sum + (sight.atMs - x) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 3_600_000;
}
