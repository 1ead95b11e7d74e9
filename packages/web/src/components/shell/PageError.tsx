import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { ApiError, queryClient, sessionQuery } from '../../api/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorState } from '../ui/index.ts';
import { shellMessages } from './messages.ts';

/** In place of a page that threw, or whose parts could not be loaded. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useMessages(shellMessages);
  const router = useRouter();
  const gone = error instanceof ApiError && error.code === 'network';
  const handleRetry = () => {
    if (queryClient.getQueryState(sessionQuery.queryKey)?.status === 'error') {
      queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
    }
    reset();
    void router.invalidate();
  };
  return (
    <div className="m-auto w-full max-w-lg">
      <ErrorState
        title={t(gone ? 'serverGone' : 'pageFailed')}
        error={error}
        onRetry={handleRetry}
        actions={
          <Button variant="ghost" asChild>
            <Link to="/">{t('toStart')}</Link>
          </Button>
        }
      />
    </div>
  );
}
