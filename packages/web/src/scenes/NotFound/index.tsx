/* What stands at an address that leads nowhere. */
import { Link, useRouterState } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Button, EmptyState } from '../../components/ui/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

export function NotFoundScene() {
  const t = useMessages(messages);
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <div className="grid min-h-full place-items-center">
      <EmptyState
        icon={<Compass className="i-l" aria-hidden />}
        title={t('title')}
        actions={
          <Button variant="primary" asChild>
            <Link to="/">{t('start')}</Link>
          </Button>
        }
      >
        {t.rich('body', { path: <code className="text-ink [overflow-wrap:anywhere]">{path.slice(0, 200)}</code> })}
      </EmptyState>
    </div>
  );
}
