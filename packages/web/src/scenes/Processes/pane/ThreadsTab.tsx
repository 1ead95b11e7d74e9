import { HostText } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { stateWord } from '../columns.tsx';
import { stateLetters } from '../command.ts';
import { processMessages } from '../messages.ts';
import type { TabProps } from './ProcessPane.tsx';

/** The busiest thread first. */
export function ThreadsTab({ detail, context }: TabProps) {
  const t = useMessages(processMessages);
  const { format } = context;
  const threads = [...detail.threads].sort((left, right) => right.cpuSeconds - left.cpuSeconds || left.tid - right.tid);
  return (
    <table className="tb pp-table">
      <colgroup>
        <col style={{ width: 66 }} />
        <col />
        <col style={{ width: 30 }} />
        <col style={{ width: 40 }} />
        <col style={{ width: 48 }} />
        <col style={{ width: 80 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col" className="num">
            {t('tid')}
          </th>
          <th scope="col">{t('thread')}</th>
          <th scope="col" title={t('title_state')}>
            {t('col_state')}
          </th>
          <th scope="col" className="num">
            {t('col_nice')}
          </th>
          <th scope="col" className="num">
            {t('on_core')}
          </th>
          <th scope="col" className="num" aria-sort="descending">
            {t('cpu_time')}
          </th>
        </tr>
      </thead>
      <tbody>
        {threads.map((thread) => (
          <tr key={thread.tid}>
            <td className="num">{thread.tid}</td>
            <td className="mono">
              <HostText text={thread.name} />
            </td>
            <td className={`mono pt-${thread.status}`} title={stateWord(thread.status, t)}>
              {stateLetters[thread.status] ?? '?'}
            </td>
            <td className="num">
              <span className={thread.nice === 0 ? 'zero' : undefined}>{format.number(thread.nice)}</span>
            </td>
            <td className="num">{thread.processor}</td>
            <td className="num">
              <span className={thread.cpuSeconds < 0.01 ? 'zero' : undefined}>{format.number(thread.cpuSeconds, 2)}</span>
              <span className="unit"> s</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
