import { useQueryClient } from '@tanstack/react-query';
import type { Token } from '@vigie/contract';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { operationKey, useCan, useOperation } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
import { Button, EmptyState, ErrorState, LoadingState, NoPermissionState, Time } from '../../../components/ui/index.ts';
import { uiMessages } from '../../../components/ui/messages.ts';
import { useMessages } from '../../../i18n/index.ts';
import { messages } from '../messages.ts';
import { NewToken } from './NewToken.tsx';
import { Section } from './Row.tsx';
import { Secret } from './Secret.tsx';

interface Made {
  readonly token: Token;
  readonly secret: string;
}

/** The tokens of programs: made, listed, revoked. A secret is shown once. */
export function Tokens() {
  const t = useMessages(messages);
  const can = useCan('token.manage');
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const lead = t.rich('tokensLead', { header: <code key="h">X-Auth-Token: …</code>, bearer: <code key="b">Authorization: Bearer …</code> });
  return (
    <Section
      id="tokens"
      title={t('tokens')}
      sub={<span className="max-md:hidden">{lead}</span>}
      end={
        can ? (
          <Button size="sm" onClick={() => setMaking(true)}>
            <Plus className="i-s" aria-hidden />
            {t('tokenNew')}
          </Button>
        ) : null
      }
    >
      {can ? <List onNew={() => setMaking(true)} /> : <NoPermissionState permission="token.manage" />}
      <NewToken open={making} onOpenChange={setMaking} onMade={setMade} />
      <Secret made={made} onClose={() => setMade(null)} />
    </Section>
  );
}

function List({ onNew }: { readonly onNew: () => void }) {
  const t = useMessages(messages);
  const { data, error, isPending, refetch } = useOperation('token.list', {});
  if (isPending) {
    return <LoadingState what={t('loadingTokens')} rows={3} />;
  }
  if (error) {
    return <ErrorState title={t('tokensFailed')} error={error} onRetry={() => void refetch()} />;
  }
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={<KeyRound className="i-l" aria-hidden />}
        title={t('noTokens')}
        actions={<Button onClick={onNew}>{t('tokenNew')}</Button>}
      >
        {t('noTokensBody')}
      </EmptyState>
    );
  }
  return (
    <div className="overflow-x-auto">
      <table className="tb min-w-[720px]">
        <thead>
          <tr>
            <th className="pl-4!">{t('col_name')}</th>
            <th className="w-28">{t('col_role')}</th>
            <th className="w-32">{t('col_prefix')}</th>
            <th className="w-52">{t('col_created')}</th>
            <th className="w-32">{t('col_expires')}</th>
            <th className="w-32">{t('col_used')}</th>
            <th className="w-28" aria-label={t('revoke')} />
          </tr>
        </thead>
        <tbody>
          {data.items.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const t = useMessages(messages);
  const role = useMessages(uiMessages);
  const queries = useQueryClient();
  const { run, busy } = useAction();
  const ended = token.expiresAt !== null && Date.parse(token.expiresAt) < Date.now();
  const handleRevoke = () => {
    void run(
      'token.revoke',
      { id: token.id },
      {
        title: t('tokenRevoked', { name: token.name }),
        onDone: () => void queries.invalidateQueries({ queryKey: operationKey('token.list') }),
      },
    );
  };
  return (
    <tr>
      <td className="pl-4! text-strong" title={token.name}>
        {token.name}
      </td>
      <td>{role(`role_${token.role}`)}</td>
      <td className="mono">{token.prefix}…</td>
      <td>
        <Time at={token.createdAt} /> <span className="text-muted">{t('col_by', { name: token.createdBy })}</span>
      </td>
      <td>
        {token.expiresAt === null ? (
          <span className="text-warn-text">{t('never')}</span>
        ) : ended ? (
          <span className="text-muted">{t('expired')}</span>
        ) : (
          <Time at={token.expiresAt} as="until" />
        )}
      </td>
      <td>{token.lastUsedAt === null ? <span className="text-muted">{t('unused')}</span> : <Time at={token.lastUsedAt} />}</td>
      <td className="text-right!">
        <Button size="sm" variant="ghost" className="hover:text-bad-text" disabled={busy} onClick={handleRevoke}>
          {t('revoke')}
        </Button>
      </td>
    </tr>
  );
}
