import {
  type Filesystem,
  type FrameSource,
  filesystemsAt,
  Meter,
  type StoredFrames,
  silentFilesystems,
} from '../../../components/charts/index.ts';
import { useChartGroup } from '../../../components/charts/time/index.ts';
import { HostText, hostText } from '../../../components/table/index.ts';
import { LoadingState, Value } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useStore } from '../../../lib/store.ts';
import { useMetrics } from '../../../live/index.ts';
import { overviewMessages } from '../messages.ts';
import { limits } from './kpi-facts.ts';
import { rowAt } from './row-at.ts';

/** What can fill up: space and inodes, worst first. */
export function Filesystems({ host }: { readonly host: string }) {
  const { history, seeded } = useMetrics(host);
  return <Pane source={history} frame={history.length - 1} ready={seeded} />;
}

/** Those of the crosshair, else of the end of a stored stretch. */
export function StoredFilesystems({ frames }: { readonly frames: StoredFrames | null }) {
  const group = useChartGroup();
  const atMs = useStore(group.crosshair);
  const view = useStore(group.view);
  if (!frames) {
    return <Pane source={nothing} frame={-1} ready={false} />;
  }
  return <Pane source={frames.source} frame={rowAt(frames.columns, atMs, view?.unknownFromMs ?? null)} ready />;
}

const nothing: FrameSource = { times: new Float64Array(), columns: () => [] };

interface PaneProps {
  readonly source: FrameSource;
  readonly frame: number;
  readonly ready: boolean;
}

function Pane({ source, frame, ready }: PaneProps) {
  const t = useMessages(overviewMessages);
  const filesystems = filesystemsAt(source, frame);
  const silent = silentFilesystems(source, frame);
  const any = source.times.length > 0;
  const count = filesystems.length + silent.length;
  return (
    <section className="pane" aria-labelledby="overview-filesystems">
      <header className="pane-h">
        <h3 id="overview-filesystems">{t('filesystems')}</h3>
        <span className="sub">{count > 0 ? t('filesystemsScope', { count }) : null}</span>
      </header>
      {!any && !ready ? <LoadingState what={t('filesystems').toLowerCase()} rows={2} /> : null}
      {any && count === 0 ? <p className="px-2 pb-2 text-muted text-xs">{t('noFilesystems')}</p> : null}
      {count > 0 ? <Table filesystems={filesystems} silent={silent} /> : null}
    </section>
  );
}

interface TableProps {
  readonly filesystems: readonly Filesystem[];
  readonly silent: readonly { readonly mountpoint: string; readonly device: string }[];
}

function Table({ filesystems, silent }: TableProps) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  return (
    <div className="scroll">
      <table className="tb overview-filesystems">
        <thead>
          <tr>
            <th scope="col">{t('mount')}</th>
            <th scope="col" className="num col-share">
              {t('spaceUsed')}
            </th>
            <th scope="col" className="num col-free">
              {t('freeHead')}
            </th>
            <th scope="col" className="num col-inodes">
              {t('inodes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {silent.map(({ mountpoint, device }) => (
            <tr key={`${device} ${mountpoint}`}>
              <td className="mono" title={hostText(`${mountpoint}\u2002${device}`)}>
                <HostText text={mountpoint} />
              </td>
              <td>
                <Meter share={null} />
              </td>
              <td colSpan={2}>
                <span className="chip unknown">{t('doesNotAnswer')}</span>
              </td>
            </tr>
          ))}
          {filesystems.map((filesystem) => (
            <tr key={filesystem.mountpoint}>
              <td className="mono" title={hostText(`${filesystem.mountpoint}\u2002${filesystem.device}\u2002${filesystem.type}`)}>
                <HostText text={filesystem.mountpoint} />
                {filesystem.readOnly ? <span className="chip ml-1.5">{t('readOnly')}</span> : null}
              </td>
              <td>
                <Meter share={filesystem.usedShare} thresholds={limits.filesystem} slot={2}>
                  {format.text(format.percent(filesystem.usedShare))}
                </Meter>
              </td>
              <td className="num">
                <Value kind="bytes" value={filesystem.availableBytes} />
              </td>
              <td>
                {filesystem.inodesUsedShare === null ? (
                  <span className="num block text-2xs text-muted">{t('noLimit')}</span>
                ) : (
                  <Meter share={filesystem.inodesUsedShare} thresholds={limits.filesystem} slot={2}>
                    {format.text(format.percent(filesystem.inodesUsedShare))}
                  </Meter>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
