import { useQueryClient } from '@tanstack/react-query';
import { operationKey, useCan, useOperation } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
import { Button, Time } from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { hostMessages } from '../messages.ts';

/** Tokens that still let hosts in; nothing when there is none. */
export function OpenTokens() {
  const t = useMessages(hostMessages);
  const queries = useQueryClient();
  const { run, busy } = useAction();
  const { data } = useOperation('enrolment.list', {}, { enabled: useCan('host.enrol'), refetchInterval: 30_000 });
  const open = data?.items.filter(({ state }) => state === 'open') ?? [];
  if (open.length === 0) {
    return null;
  }
  return (
    <section className="hosts-tokens" aria-label={t('tokens')}>
      <h2 className="sub-h">{t('tokens')}</h2>
      <ul>
        {open.map((token) => (
          <li key={token.id}>
            <span className="clip">{t('token_line', { used: token.used, uses: token.uses, name: token.name })}</span>
            <span className="text-muted">
              {t('token_until')} <Time at={token.expiresAt} as="until" />
            </span>
            <Button
              size="sm"
              variant="ghost"
              disabled={busy}
              onClick={() =>
                void run(
                  'enrolment.revoke',
                  { id: token.id },
                  {
                    title: t('token_revoked', { name: token.name }),
                    onDone: () => void queries.invalidateQueries({ queryKey: operationKey('enrolment.list') }),
                  },
                )
              }
            >
              {t('token_revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
