import { HostText } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import { HiddenPart } from './HiddenPart.tsx';
import type { TabProps } from './ProcessPane.tsx';

/** What it has open: number, way, kind, target. A file that was deleted still takes room: it is marked. */
export function FilesTab({ detail, row, context }: TabProps) {
  const t = useMessages(processMessages);
  const { files, filesTotal } = detail;
  if (files === null) {
    return <HiddenPart kernel={row.kernel} />;
  }
  if (files.length === 0) {
    return <p className="pp-none">{t('no_files')}</p>;
  }
  return (
    <>
      <table className="tb pp-table">
        <colgroup>
          <col style={{ width: 44 }} />
          <col style={{ width: 30 }} />
          <col />
          <col style={{ width: 74 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className="num">
              {t('fd')}
            </th>
            <th scope="col" aria-label="mode" />
            <th scope="col">{t('target')}</th>
            <th scope="col">{t('kind')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.fd}>
              <td className="num">{file.fd}</td>
              <td className="mono text-muted">{file.mode}</td>
              <td
                className="mono"
                title={
                  file.offsetBytes === null
                    ? file.target
                    : `${file.target} · ${t('offset')} ${context.format.text(context.format.bytes(file.offsetBytes))}`
                }
              >
                <HostText text={file.target} />
              </td>
              <td className={file.kind === 'deleted' ? 'text-warn-text' : 'text-secondary'}>{t(`kind_${file.kind}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {filesTotal !== null && filesTotal > files.length ? (
        <p className="pp-none">{t('cut_files', { shown: files.length, total: filesTotal })}</p>
      ) : null}
    </>
  );
}
