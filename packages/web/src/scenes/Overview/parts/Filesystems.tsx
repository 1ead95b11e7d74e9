import { type Filesystem, filesystemsAt, Meter, silentFilesystems } from '../../../components/charts/index.ts';
import { HostText, hostText } from '../../../components/table/index.ts';
import { LoadingState, Value } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useMetrics } from '../../../live/index.ts';
import { overviewMessages } from '../messages.ts';
import { limits } from './kpi-facts.ts';

/** What can fill up: space and inodes, worst first. */
export function Filesystems({ host }: { readonly host: string }) {
  const t = useMessages(overviewMessages);
  const { history, seeded } = useMetrics(host);
  const filesystems = filesystemsAt(history, history.length - 1);
  const silent = silentFilesystems(history, history.length - 1);
  const count = filesystems.length + silent.length;
  return (
    <section className="pane" aria-labelledby="overview-filesystems">
      <header className="pane-h">
        <h3 id="overview-filesystems">{t('filesystems')}</h3>
        <span className="sub">{count > 0 ? t('filesystemsScope', { count }) : null}</span>
      </header>
      {history.length === 0 && !seeded ? <LoadingState what={t('filesystems').toLowerCase()} rows={2} /> : null}
      {history.length > 0 && count === 0 ? <p className="px-2 pb-2 text-muted text-xs">{t('noFilesystems')}</p> : null}
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
