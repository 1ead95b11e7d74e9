import { useCan, useOperation } from '../../../api/index.ts';
import { ErrorState, LoadingState, NoPermissionState } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { cn } from '../../../lib/cn.ts';
import { messages } from '../messages.ts';
import { Section } from './Row.tsx';

/** Every setting of the server, its value and where it came from. It is changed on the machine, not here. */
export function Configuration() {
  const t = useMessages(messages);
  const can = useCan('config.read');
  return (
    <Section id="config" title={t('config')} sub={t('configLead')}>
      {can ? <Settings /> : <NoPermissionState permission="config.read" />}
    </Section>
  );
}

function Settings() {
  const t = useMessages(messages);
  const { data, error, isPending, refetch } = useOperation('config.get', {});
  if (isPending) {
    return <LoadingState what={t('loadingConfig')} />;
  }
  if (error) {
    return <ErrorState title={t('configFailed')} error={error} onRetry={() => void refetch()} />;
  }
  return (
    <div className="overflow-x-auto">
      <table className="tb min-w-[480px]">
        <thead>
          <tr>
            <th className="w-[34%] pl-4!">{t('col_key')}</th>
            <th>{t('col_value')}</th>
            <th className="w-36">{t('col_origin')}</th>
          </tr>
        </thead>
        <tbody>
          {data.settings.map((setting) => (
            <tr key={setting.key}>
              <td className="mono pl-4!" title={setting.key}>
                {setting.key}
              </td>
              <td className="mono" title={setting.value}>
                {setting.value === '' ? <span className="text-muted">—</span> : setting.value}
              </td>
              <td className={cn(setting.origin === 'default' && 'text-muted')}>{t(`origin_${setting.origin}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
