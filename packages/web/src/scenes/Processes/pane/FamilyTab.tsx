import { HostText } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import type { TabProps } from './ProcessPane.tsx';

interface Relative {
  readonly pid: number;
  readonly start_ticks: number;
  readonly name: string;
}

/** From process 1 down to it, then its children. */
export function FamilyTab({ detail, row, onOpen }: TabProps) {
  const t = useMessages(processMessages);
  const line = (relative: Relative, depth: number) => (
    <li key={`${relative.pid}@${relative.start_ticks}`} style={{ paddingLeft: Math.min(depth, 16) * 14 }}>
      <button type="button" onClick={() => onOpen(relative.pid, 'family')}>
        <span className="num">{relative.pid}</span> <HostText text={relative.name} className="mono" />
      </button>
    </li>
  );
  const parents = [...detail.parents].reverse();
  return (
    <div className="pp-section">
      <h3 className="sub-h">{t('parents')}</h3>
      {parents.length === 0 ? <p className="text-muted text-xs">{t('no_parents')}</p> : null}
      <ul className="pp-family">
        {parents.map((relative, index) => line(relative, index))}
        <li className="self" style={{ paddingLeft: Math.min(parents.length, 16) * 14 }}>
          <span className="num">{row.pid}</span> <HostText text={row.name} className="mono" />{' '}
          <span className="text-muted">{t('this_one')}</span>
        </li>
      </ul>
      <h3 className="sub-h">
        {t('children')} {detail.children.length > 0 ? <span className="mono">{detail.children.length}</span> : null}
      </h3>
      {detail.children.length === 0 ? <p className="text-muted text-xs">{t('no_children')}</p> : null}
      <ul className="pp-family">{detail.children.map((relative) => line(relative, Math.min(parents.length + 1, 4)))}</ul>
    </div>
  );
}
