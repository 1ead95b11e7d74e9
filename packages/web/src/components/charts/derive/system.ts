import { type FrameReader, type FrameSource, growth, only, valueAt } from './source.ts';

const pressures = {
  'psi.cpu': 'node_pressure_cpu_waiting_seconds_total',
  'psi.io': 'node_pressure_io_waiting_seconds_total',
  'psi.io.full': 'node_pressure_io_stalled_seconds_total',
  'psi.memory': 'node_pressure_memory_waiting_seconds_total',
  'psi.memory.full': 'node_pressure_memory_stalled_seconds_total',
} as const;

/** `load.1`, `load.5`, `load.15`; pressure in percent of the time some (or, with `.full`, all) tasks waited. */
export function systemReader(source: FrameSource): FrameReader {
  const loads = ([1, 5, 15] as const).map((minutes) => [`load.${minutes}`, only(source, `node_load${minutes}`)] as const);
  const stalls = Object.entries(pressures).map(([key, name]) => [key, only(source, name)] as const);
  return (index, seconds, row) => {
    for (const [key, values] of loads) {
      row[key] = valueAt(values, index);
    }
    if (seconds === null) {
      return;
    }
    for (const [key, values] of stalls) {
      const stalled = growth(values, index);
      row[key] = stalled === null ? null : Math.min(100, (stalled / seconds) * 100);
    }
  };
}

export interface Temperature {
  readonly celsius: number;
  /** What the kernel calls the sensor. */
  readonly sensor: string;
  /** The value the hardware calls critical; null when it does not say. */
  readonly criticalCelsius: number | null;
}

/** The hottest sensor of one frame; null on a host without any. */
export function hottest(source: FrameSource, index: number): Temperature | null {
  const limits = new Map(
    source.columns('node_hwmon_temp_crit_celsius').map(({ series, values }) => [`${series.labels.chip} ${series.labels.sensor}`, values]),
  );
  let found: Temperature | null = null;
  const consider = (values: Float64Array, sensor: string, limit: Float64Array | undefined) => {
    const celsius = valueAt(values, index);
    if (celsius !== null && celsius > (found?.celsius ?? Number.NEGATIVE_INFINITY)) {
      const critical = valueAt(limit, index);
      found = { celsius, sensor, criticalCelsius: critical !== null && critical > 0 ? critical : null };
    }
  };
  for (const { series, values } of source.columns('node_hwmon_temp_celsius')) {
    const { chip = '', sensor = '', label } = series.labels;
    consider(values, label || [chip, sensor].filter(Boolean).join(' '), limits.get(`${series.labels.chip} ${series.labels.sensor}`));
  }
  for (const { series, values } of source.columns('node_thermal_zone_temp')) {
    consider(values, series.labels.type || (series.labels.zone ?? ''), undefined);
  }
  return found;
}

export function temperatureReader(source: FrameSource): FrameReader {
  return (index, _seconds, row) => {
    row.temperature = hottest(source, index)?.celsius ?? null;
  };
}
