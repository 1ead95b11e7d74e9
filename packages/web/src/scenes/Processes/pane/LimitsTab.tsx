import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import type { TabProps } from './ProcessPane.tsx';

/** What the kernel lets it take: the soft limit it meets, the hard one it may ask for. */
export function LimitsTab({ detail, context }: TabProps) {
  const t = useMessages(processMessages);
  const { format } = context;
  const write = (value: string, unit: string) => {
    if (value === 'unlimited') {
      return <span className="zero">{t('unlimited')}</span>;
    }
    const figure = Number(value);
    if (!Number.isFinite(figure)) {
      return value;
    }
    return unit === 'bytes' ? format.text(format.bytes(figure)) : format.number(figure);
  };
  return (
    <table className="tb pp-table">
      <colgroup>
        <col />
        <col style={{ width: 92 }} />
        <col style={{ width: 92 }} />
        <col style={{ width: 62 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('limit')}</th>
          <th scope="col" className="num">
            {t('soft')}
          </th>
          <th scope="col" className="num">
            {t('hard')}
          </th>
          <th scope="col" aria-label="unit" />
        </tr>
      </thead>
      <tbody>
        {detail.limits.map((limit) => (
          <tr key={limit.name}>
            <td lang="en">{limit.name}</td>
            <td className="num">{write(limit.soft, limit.unit)}</td>
            <td className="num">{write(limit.hard, limit.unit)}</td>
            <td className="text-muted" lang="en">
              {limit.unit === 'bytes' ? '' : limit.unit}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
