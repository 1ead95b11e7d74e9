import type { Host } from '@vigie/contract';
import { memo, type ReactNode } from 'react';
import { hostText } from '../../../components/table/index.ts';
import { Time, Unknown } from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { overviewMessages } from '../messages.ts';

const explained = ['pressure', 'temperatures', 'disks', 'filesystems', 'swap'] as const;
type Explained = (typeof explained)[number];

/** What identifies the host, who watches it, and what is not measured, with the reason. */
export const HostFacts = memo(function HostFacts({ host }: { readonly host: Host }) {
  const t = useMessages(overviewMessages);
  const format = useFormat();
  const said = (text: string | null) => (text === null ? <Unknown /> : hostText(text));
  const skew = Math.round(host.clockSkewMs ?? 0);
  const skewWords =
    Math.abs(skew) < 50 ? t('clockEqual') : t(skew > 0 ? 'clockAhead' : 'clockBehind', { by: format.milliseconds(Math.abs(skew)) });
  return (
    <section className="pane" aria-labelledby="overview-host">
      <header className="pane-h">
        <h3 id="overview-host">{t('host')}</h3>
        <span className="sub mono">{hostText(host.id)}</span>
      </header>
      <div className="scroll">
        <dl className="dl overview-facts">
          <Fact name={t('os')}>{said(host.operatingSystem)}</Fact>
          <Fact name={t('kernel')}>
            <span className="mono">{said(host.kernel)}</span>
          </Fact>
          <Fact name={t('cpuFact')}>
            {said(host.cpuModel)}
            {host.cpuCount === null ? null : <span className="text-muted"> · {t('core', { count: host.cpuCount })}</span>}
          </Fact>
          <Fact name={t('memoryFact')}>{host.memoryBytes === null ? <Unknown /> : format.text(format.bytes(host.memoryBytes))}</Fact>
          <Fact name={t('hardware')}>
            {[host.architecture, host.virtualisation]
              .filter((part) => part !== null)
              .map(hostText)
              .join(' · ') || <Unknown />}
          </Fact>
          <Fact name={t('addresses')}>
            {host.addresses.length === 0 ? <Unknown /> : <span className="mono">{host.addresses.map(hostText).join(', ')}</span>}
          </Fact>
          <Fact name={t('booted')}>
            {host.bootedAt === null ? <Unknown /> : <Time at={host.bootedAt} as="dateTime" />}
            {host.timeZone === null ? null : <span className="text-muted"> · {hostText(host.timeZone)}</span>}
          </Fact>
          <Fact name={t('agent')}>
            {host.agentVersion === null ? (
              <Unknown />
            ) : (
              t('agentFact', { version: hostText(host.agentVersion), user: hostText(host.agentUser ?? '?') })
            )}
            {host.agentPrivileged === null ? null : (
              <span className={host.agentPrivileged ? 'text-muted' : 'text-warn-text'}>
                {' '}
                · {t(host.agentPrivileged ? 'privileged' : 'unprivileged')}
              </span>
            )}
          </Fact>
          {host.linkLatencyMs === null ? null : (
            <Fact name={t('link')}>{t('linkFact', { latency: format.milliseconds(host.linkLatencyMs), skew: skewWords })}</Fact>
          )}
          <Fact name={t('missing')}>
            {host.missing.length === 0 ? <span className="text-muted">{t('missingNone')}</span> : <Missing names={host.missing} />}
          </Fact>
        </dl>
      </div>
    </section>
  );
});

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Missing({ names }: { readonly names: readonly string[] }) {
  const t = useMessages(overviewMessages);
  const isExplained = (name: string): name is Explained => (explained as readonly string[]).includes(name);
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>{isExplained(name) ? t(`missing_${name}`) : t('missing_other', { name: hostText(name) })}</li>
      ))}
    </ul>
  );
}
