import { HostText } from '../../../components/table/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import { HiddenPart } from './HiddenPart.tsx';
import type { TabProps } from './ProcessPane.tsx';

/** Names and values as the process was started with; what looks like a secret never left the server. */
export function EnvironmentTab({ detail, row }: TabProps) {
  const t = useMessages(processMessages);
  const { environment } = detail;
  if (environment === null) {
    return <HiddenPart kernel={row.kernel} />;
  }
  if (environment.length === 0) {
    return <p className="pp-none">{t('no_environment')}</p>;
  }
  return (
    <dl className="pp-environment mono">
      {environment.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand twice, and the list never changes its order.
        <div key={`${item.name} ${index}`}>
          <dt>
            <HostText text={item.name} />
          </dt>
          <dd>
            {item.masked ? (
              <span className="chip unknown" title={t('masked_hint')}>
                {t('masked')}
              </span>
            ) : (
              <HostText text={item.value} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
