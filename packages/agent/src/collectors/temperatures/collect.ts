import { type Collector, type CollectorDeps, gauge, type Sample } from '../collector.ts';
import { parseMilliCelsius, parseSensorName } from './parse.ts';

/** Sensors are looked for again after this; between, only their values are read. */
const searchMs = 60_000;

interface Sensor {
  readonly file: string;
  readonly series: Sample['series'];
}

export function createTemperaturesCollector({ tree }: CollectorDeps): Collector {
  const hwmon = gauge('node_hwmon_temp_celsius', ['chip', 'sensor', 'label'], 'Temperature of a sensor');
  const zone = gauge('node_thermal_zone_temp', ['zone', 'type'], 'Temperature of a thermal zone, in degrees Celsius');
  let sensors: readonly Sensor[] = [];
  let searchedAtMs = Number.NEGATIVE_INFINITY;

  const search = (): Sensor[] => {
    const found: Sensor[] = [];
    for (const chip of tree.list('/sys/class/hwmon').sort()) {
      const folder = `/sys/class/hwmon/${chip}`;
      const name = tree.text(`${folder}/name`)?.trim() || chip;
      for (const file of tree.list(folder).sort()) {
        const sensor = parseSensorName(file);
        if (sensor !== null) {
          const label = tree.text(`${folder}/${sensor}_label`)?.trim() ?? '';
          found.push({ file: `${folder}/${file}`, series: hwmon.with(`${name}_${chip}`, sensor, label) });
        }
      }
    }
    for (const folder of tree.list('/sys/class/thermal').sort()) {
      if (folder.startsWith('thermal_zone')) {
        const type = tree.text(`/sys/class/thermal/${folder}/type`)?.trim() ?? '';
        found.push({ file: `/sys/class/thermal/${folder}/temp`, series: zone.with(folder.slice('thermal_zone'.length), type) });
      }
    }
    return found;
  };

  return {
    name: 'temperatures',
    series: [hwmon, zone],
    collect(nowMs) {
      if (Math.abs(nowMs - searchedAtMs) >= searchMs) {
        sensors = search();
        searchedAtMs = nowMs;
      }
      const samples: Sample[] = [];
      for (const { file, series } of sensors) {
        const value = parseMilliCelsius(tree.text(file));
        if (value !== null) {
          samples.push({ series, value });
        }
      }
      return samples.length === 0 ? null : samples;
    },
  };
}
