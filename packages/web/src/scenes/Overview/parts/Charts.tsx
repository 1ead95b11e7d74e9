import { memo, useMemo } from 'react';
import { countedDisks, countedInterfaces, type StoredFrames } from '../../../components/charts/index.ts';
import {
  byteRateScale,
  byteScale,
  type ChartSeries,
  type Comparison,
  networkScale,
  percentScale,
  plainScale,
  type ScaleKind,
  type StoredAs,
  TimeChart,
} from '../../../components/charts/time/index.ts';
import { hostText } from '../../../components/table/index.ts';
import { rangeMessages } from '../../../components/time-range/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMediaQuery, usePhone } from '../../../hooks/useMediaQuery.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useStore } from '../../../lib/store.ts';
import { usePreferences } from '../../../preferences/index.ts';
import { feedOf } from '../feed.ts';
import { overviewMessages } from '../messages.ts';
import { keyOf, otherKey } from '../process-history.ts';

interface ChartsProps {
  readonly host: string;
  readonly cores: number | null;
  readonly memoryBytes: number | null;
  /** Devices named in the newest frame. */
  readonly disks: readonly string[];
  readonly interfaces: readonly string[];
  readonly hasPressure: boolean;
  readonly canSeeProcesses: boolean;
  /** Whose figures. */
  readonly subject: string;
  /** Null while the charts are live. */
  readonly stored: StoredFrames | null;
  /** Laid under it, with its name. */
  readonly comparison: Comparison | null;
  /** The stretch is over: what is only known live is left out. */
  readonly past: boolean;
}

const compared = {
  cpu: [{ key: 'cpu.sum' }],
  memory: [{ key: 'mem.used' }],
  load: [{ key: 'load.1' }],
  disk: [{ key: 'disk.read' }, { key: 'disk.write' }],
  network: [{ key: 'net.in' }, { key: 'net.out', mirrored: true }],
} as const;

/** The charts under one ruler. React draws their frames once; what changes with time is drawn outside it. */
export const Charts = memo(function Charts(props: ChartsProps) {
  const { host, cores, memoryBytes, disks, interfaces, hasPressure, canSeeProcesses, subject, comparison, past } = props;
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const { networkUnit } = usePreferences();
  const columns = props.stored?.columns ?? feedOf(host).columns;
  const tier = props.stored?.tier;
  const stepMs = props.stored?.stepMs;
  const stored = useMemo<StoredAs | null>(() => (tier === undefined || stepMs === undefined ? null : { tier, stepMs }), [tier, stepMs]);
  const common = { columns, subject, stored, comparison, before: t('nothingBefore') };
  const { language } = format;
  const phone = usePhone();
  const narrow = useMediaQuery('(max-width: 1199px)');
  // The last chart of each column says the moment of the crosshair; on a phone every chart does, since others are out of sight.
  const footFrom = phone ? 0 : narrow ? 4 : 3;

  const scales = useMemo(
    () => ({
      percent: percentScale(),
      memory: byteScale(language, memoryBytes ?? undefined),
      load: plainScale(Math.max(1, Math.min(cores ?? 1, 4) * 1.25)),
      disk: byteRateScale(language),
      network: networkScale(language, networkUnit),
    }),
    [language, memoryBytes, cores, networkUnit],
  );
  const series = useMemo(
    (): Record<'cpu' | 'memory' | 'load' | 'disk' | 'network', readonly ChartSeries[]> => ({
      cpu: [
        { key: 'cpu.user', name: t('user'), slot: 1 },
        { key: 'cpu.system', name: t('system'), slot: 2 },
        { key: 'cpu.iowait', name: t('iowait'), slot: 5 },
        { key: 'cpu.irq', name: t('irq'), slot: 4 },
        { key: 'cpu.steal', name: t('steal'), slot: 7 },
      ],
      memory: [
        { key: 'mem.private', name: t('used'), slot: 3, readoutKey: 'mem.used' },
        { key: 'mem.shared', name: t('shared'), slot: 1 },
        { key: 'mem.cache', name: t('cache'), slot: 6, quiet: true },
      ],
      load: [
        { key: 'load.1', name: t('seriesLoad'), slot: 1 },
        ...(hasPressure
          ? ([
              { key: 'psi.io', name: t('seriesIo'), slot: 5 },
              { key: 'psi.memory', name: t('seriesMemory'), slot: 3 },
            ] as const)
          : []),
      ],
      disk: [
        { key: 'disk.read', name: t('read'), slot: 1 },
        { key: 'disk.write', name: t('write'), slot: 2 },
      ],
      network: [
        { key: 'net.in', name: t('in'), slot: 4, filled: true },
        { key: 'net.out', name: t('out'), slot: 3, filled: true, mirrored: true },
      ],
    }),
    [t, hasPressure],
  );
  const coresLine = useMemo(
    () => (cores === null ? undefined : [{ value: cores, label: t('coresLine', { count: cores }), tone: 'warn' as const }]),
    [cores, t],
  );
  const memoryScope = useMemo(() => {
    if (memoryBytes === null) {
      return undefined;
    }
    const total = format.number(memoryBytes / scales.memory.unitFor(memoryBytes).divisor, 1).replace(/[.,]0$/, '');
    return t('scopeMemory', { unit: '{unit}', total });
  }, [memoryBytes, scales, format, t]);
  const diskNames = countedDisks(disks);
  const interfaceNames = countedInterfaces(interfaces);
  const nameOrCount = (names: readonly string[], count: string) =>
    names.length === 1 ? hostText(names[0] ?? '') : names.length === 0 ? undefined : count;

  return (
    <div className="panes overview-charts">
      <TimeChart
        title={t('cpu')}
        {...common}
        compared={compared.cpu}
        series={series.cpu}
        scale={scales.percent}
        stacked
        foot={footFrom <= 0}
      />
      <TimeChart
        title={t('memory')}
        scope={memoryScope}
        {...common}
        compared={compared.memory}
        series={series.memory}
        scale={scales.memory}
        stacked
        foot={footFrom <= 1}
      />
      <TimeChart
        title={t('loadAndPressure')}
        scope={hasPressure ? t('scopeLoad') : undefined}
        {...common}
        compared={compared.load}
        series={series.load}
        scale={scales.load}
        thresholds={coresLine}
        foot={footFrom <= 2}
      />
      <TimeChart
        title={t('disk')}
        scope={nameOrCount(diskNames, t('disks', { count: diskNames.length }))}
        {...common}
        compared={compared.disk}
        series={series.disk}
        scale={scales.disk}
        foot={footFrom <= 3}
      />
      <TimeChart
        title={t('network')}
        scope={nameOrCount(interfaceNames, t('interfaces', { count: interfaceNames.length }))}
        {...common}
        compared={compared.network}
        series={series.network}
        scale={scales.network}
        foot={footFrom <= 4}
      />
      {canSeeProcesses && !past ? <ProcessesChart host={host} subject={subject} cores={cores} foot={footFrom <= 5} /> : null}
      {canSeeProcesses && past ? <LiveOnlyChart /> : null}
    </div>
  );
});

function LiveOnlyChart() {
  const t = useMessages(overviewMessages);
  const words = useMessages(rangeMessages);
  return (
    <section className="pane" aria-labelledby="overview-processes-over-time">
      <header className="pane-h">
        <h3 id="overview-processes-over-time">{t('processesOverTime')}</h3>
      </header>
      <p className="px-2 text-muted text-xs">{words('liveOnlyProcesses')}</p>
    </section>
  );
}

interface ProcessesChartProps {
  readonly host: string;
  readonly subject: string;
  readonly cores: number | null;
  readonly foot: boolean;
}

function ProcessesChart({ host, subject, cores, foot }: ProcessesChartProps) {
  const t = useMessages(overviewMessages);
  const { cpuBase } = usePreferences();
  const { processes } = feedOf(host);
  const ranked = useStore(processes.ranked);
  const ofHost = cpuBase === 'host' && cores !== null;
  const scale = useMemo<ScaleKind>(() => {
    const divisor = ofHost ? (cores ?? 1) : 1;
    return { unitFor: () => ({ name: '%', divisor }), floor: 20 };
  }, [ofHost, cores]);
  const series = useMemo<readonly ChartSeries[]>(
    () => [
      ...ranked.map(({ name, slot }) => ({ key: keyOf(name), name: hostText(name), slot })),
      { key: otherKey, name: t('other'), slot: 6 },
    ],
    [ranked, t],
  );
  return (
    <TimeChart
      title={t('processesOverTime')}
      scope={t(ofHost ? 'scopeHost' : 'scopeCore', { unit: '{unit}' })}
      subject={subject}
      columns={processes.columns}
      series={series}
      scale={scale}
      stacked
      empty={t('processesCollecting')}
      before={t('processesBefore')}
      foot={foot}
    />
  );
}
