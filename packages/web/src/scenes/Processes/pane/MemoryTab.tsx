import { useState } from 'react';
import { HostText, Value } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import { HiddenPart } from './HiddenPart.tsx';
import type { TabProps } from './ProcessPane.tsx';

type By = 'pssBytes' | 'rssBytes' | 'sizeBytes';

/** The totals, then the maps that weigh most. */
export function MemoryTab({ detail, row, context }: TabProps) {
  const t = useMessages(processMessages);
  const [by, setBy] = useState<By>('pssBytes');
  const { format } = context;
  const { memory, maps, mapsTotal } = detail;
  if (memory === null && maps === null) {
    return row.kernel ? <p className="pp-none">{t('no_maps')}</p> : <HiddenPart kernel={row.kernel} />;
  }
  const totals = memory
    ? ([
        ['mem_rss', memory.rssBytes],
        ['mem_pss', memory.pssBytes],
        ['mem_unique', memory.uniqueBytes],
        ['mem_shared', memory.sharedBytes],
        ['mem_swap', memory.swapBytes],
        ['mem_anonymous', memory.anonymousBytes],
        ['mem_file', memory.fileBytes],
      ] as const)
    : [];
  const sorted = [...(maps ?? [])].sort((left, right) => right[by] - left[by]);
  const head = (name: By, label: string) => (
    <th scope="col" className="num" aria-sort={by === name ? 'descending' : 'none'}>
      <button type="button" onClick={() => setBy(name)}>
        {label} {by === name ? '↓' : ''}
      </button>
    </th>
  );
  return (
    <>
      <dl className="pp-totals">
        {totals.map(([name, value]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd className="num">
              <Value amount={format.bytes(value)} />
            </dd>
          </div>
        ))}
      </dl>
      {maps === null ? (
        <HiddenPart kernel={row.kernel} />
      ) : (
        <table className="tb pp-table">
          <colgroup>
            <col />
            <col style={{ width: 40 }} />
            <col style={{ width: 64 }} />
            <col style={{ width: 64 }} />
            <col style={{ width: 64 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t('map_path')}</th>
              <th scope="col" aria-label="permissions" />
              {head('sizeBytes', t('map_size'))}
              {head('rssBytes', 'rss')}
              {head('pssBytes', 'pss')}
            </tr>
          </thead>
          <tbody>
            {sorted.map((map) => (
              <tr key={map.range}>
                <td className="mono" title={`${map.range} ${map.path ?? ''}`}>
                  {map.path === null ? <span className="text-muted">{t('map_anonymous')}</span> : <HostText text={shortPath(map.path)} />}
                </td>
                <td className="mono text-muted">{map.permissions}</td>
                <td className="num">
                  <Value amount={format.bytes(map.sizeBytes)} />
                </td>
                <td className="num">
                  <Value amount={format.bytes(map.rssBytes)} />
                </td>
                <td className="num">
                  <Value amount={format.bytes(map.pssBytes)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mapsTotal !== null && maps !== null && mapsTotal > maps.length ? (
        <p className="pp-none">{t('cut', { shown: maps.length, total: mapsTotal })}</p>
      ) : null}
    </>
  );
}

/** The end of a path says most. */
function shortPath(path: string): string {
  return path.length <= 18 || !path.startsWith('/') ? path : `…${path.slice(-17)}`;
}
