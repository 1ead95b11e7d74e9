import type { Permission } from '@vigie/contract';
import { permissions } from '@vigie/contract/permissions';
import { CircleX, Inbox, Lock } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError, useActor } from '../../api/index.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { Button } from './Button.tsx';
import { uiMessages } from './messages.ts';

interface StateBoxProps {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly foot?: ReactNode;
  readonly className?: string | undefined;
}

function StateBox({ icon, title, children, actions, foot, className }: StateBoxProps) {
  return (
    <div className={cn('flex max-w-md flex-col items-start gap-2 p-6', className)}>
      <span className="text-muted">{icon}</span>
      <h3 className="font-semibold text-md text-strong">{title}</h3>
      {children ? <div className="text-secondary text-sm">{children}</div> : null}
      {actions ? <div className="mt-1 flex flex-wrap items-center gap-2">{actions}</div> : null}
      {foot ? <p className="mono text-muted text-xs">{foot}</p> : null}
    </div>
  );
}

/** What would be here, why it helps, and the next step. */
export function EmptyState(props: Omit<StateBoxProps, 'icon'> & { readonly icon?: ReactNode }) {
  return <StateBox {...props} icon={props.icon ?? <Inbox className="i-l" aria-hidden />} />;
}

interface ErrorStateProps {
  readonly title: ReactNode;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** What failed, why, what to do; code and id below. A refusal for want of permission is shown as such. */
export function ErrorState({ title, error, onRetry, actions, className }: ErrorStateProps) {
  const t = useMessages(uiMessages);
  const format = useFormat();
  const [at] = useState(() => Date.now());
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof ApiError ? error.code : null;
  const foot = [code, format.time(at), error instanceof ApiError ? error.requestId : null].filter(Boolean).join(' · ');
  return (
    <div role="alert">
      <StateBox
        icon={<CircleX className="i-l" aria-hidden />}
        title={title}
        foot={foot}
        className={className}
        actions={
          <>
            {onRetry ? <Button onClick={onRetry}>{t('retry')}</Button> : null}
            {actions}
          </>
        }
      >
        <p>{message}</p>
        {error instanceof ApiError && error.details.length > 0 ? (
          <ul className="mt-1">
            {error.details.map((detail) => (
              <li key={`${detail.path} ${detail.message}`}>
                <code>{detail.path}</code> {detail.message}
              </li>
            ))}
          </ul>
        ) : null}
      </StateBox>
    </div>
  );
}

/** What cannot be seen, and who may grant it. */
export function NoPermissionState({ permission, className }: { readonly permission: Permission; readonly className?: string }) {
  const t = useMessages(uiMessages);
  const language = useLanguage();
  const actor = useActor();
  return (
    <StateBox icon={<Lock className="i-l" aria-hidden />} title={t('noPermission')} className={className} foot={permission}>
      <p>
        {t.rich('noPermissionBody', {
          role: <b key="role">{actor ? t(`role_${actor.role}`) : ''}</b>,
          permission: permissions[permission][language],
        })}
      </p>
    </StateBox>
  );
}

interface LoadingStateProps {
  /** Said after five seconds: "the processes of db-02". */
  readonly what: string;
  readonly rows?: number;
  readonly className?: string;
}

const widths = ['42%', '31%', '55%', '38%', '47%', '29%', '51%', '36%'] as const;

/** After 150 ms the shape of what comes, still; after five seconds what it waits for. */
export function LoadingState({ what, rows = 8, className }: LoadingStateProps) {
  const t = useMessages(uiMessages);
  const [stage, setStage] = useState<'nothing' | 'shape' | 'words'>('nothing');
  useEffect(() => {
    const shape = setTimeout(() => setStage('shape'), 150);
    const words = setTimeout(() => setStage('words'), 5000);
    return () => {
      clearTimeout(shape);
      clearTimeout(words);
    };
  }, []);
  if (stage === 'nothing') {
    return <div aria-busy="true" className={className} />;
  }
  return (
    <div aria-busy="true" role="status" className={cn('flex flex-col gap-px overflow-hidden p-3', className)}>
      {stage === 'words' ? <p className="pb-2 text-secondary text-sm">{t('waiting', { what })}</p> : null}
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <div key={row} className="flex h-[var(--row-h)] items-center gap-4 border-line-soft border-b" aria-hidden>
          <i className="h-2.5 w-4 rounded-1 bg-raised" />
          <i className="h-2.5 rounded-1 bg-raised" style={{ width: widths[row % widths.length] }} />
          <i className="ml-auto h-2.5 w-12 rounded-1 bg-raised" />
          <i className="h-2.5 w-16 rounded-1 bg-raised max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
