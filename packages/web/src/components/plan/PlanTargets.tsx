import type { PlanTarget } from '@vigie/contract';
import { useFormat } from '../../hooks/useFormat.ts';
import { useMessages } from '../../i18n/index.ts';
import { HostText } from '../table/cells.tsx';
import { planMessages } from './messages.ts';

/** What exactly is touched. A process is its PID and its start: a PID used again is another process. */
export function PlanTargets({ targets }: { readonly targets: readonly PlanTarget[] }) {
  const t = useMessages(planMessages);
  const format = useFormat();
  if (targets.length === 0) {
    return null;
  }
  const processes = targets.every((target) => target.kind === 'process');
  return (
    <div className="plan-targets" tabIndex={targets.length > 6 ? 0 : undefined}>
      <table className="tb" aria-label={t('targets')}>
        <colgroup>
          {processes ? (
            <>
              <col className="plan-c-pid" />
              <col className="plan-c-start" />
              <col className="plan-c-user" />
            </>
          ) : null}
          <col />
        </colgroup>
        <thead>
          <tr>
            {processes ? (
              <>
                <th scope="col" className="num">
                  PID
                </th>
                <th scope="col">{t('started')}</th>
                <th scope="col">{t('user')}</th>
              </>
            ) : null}
            <th scope="col">{processes ? t('command') : t('target')}</th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target) => (
            <tr key={target.id}>
              {processes ? (
                <>
                  <td className="num">{target.pid}</td>
                  <td className="mono" title={target.startedAt}>
                    {target.startedAt === undefined ? '' : started(target.startedAt)}
                  </td>
                  <td className="text-secondary">
                    <HostText text={target.user ?? ''} />
                  </td>
                </>
              ) : null}
              <td className="mono" title={target.label}>
                <HostText text={target.label} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function started(at: string): string {
    const atMs = Date.parse(at);
    const time = format.time(atMs, { milliseconds: true });
    return Date.now() - atMs < 20 * 3600 * 1000 ? time : `${format.date(atMs)} ${time}`;
  }
}
