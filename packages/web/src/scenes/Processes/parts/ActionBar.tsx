import type { Process } from '@vigie/contract';
import { HostText } from '../../../components/table/index.ts';
import {
  Button,
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../../../components/ui/index.ts';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import { processMessages } from '../messages.ts';
import type { ProcessActions } from '../useProcessActions.ts';
import type { DialogKind } from './ProcessDialogs.tsx';

interface ActionBarProps {
  readonly rows: readonly Process[];
  readonly actions: ProcessActions;
  readonly onDialog: (kind: DialogKind) => void;
  readonly onNice: (step: number) => void;
  readonly onUntag: () => void;
  readonly phone: boolean;
}

/** What can be done to the tagged rows, at the foot of the table; nothing else moves when it appears. */
export function ActionBar({ rows, actions, onDialog, onNice, onUntag, phone }: ActionBarProps) {
  const t = useMessages(processMessages);
  const format = useFormat();
  const total = rows.reduce((sum, row) => sum + (row.memory_rss ?? 0), 0);
  const users = [...new Set(rows.map((row) => row.username))];
  const [only] = rows;
  const single = rows.length === 1 && only !== undefined ? only : null;
  const allStopped = rows.every((row) => row.status === 'stopped');
  const facts = `${
    phone
      ? ''
      : rows
          .slice(0, 12)
          .map((row) => row.pid)
          .join(' ')
  }${rows.length > 12 && !phone ? ' …' : ''}  ${users.slice(0, 3).join(', ')}${users.length > 3 ? '…' : ''}, ${t('together', { amount: format.text(format.bytes(total)) })}`;
  const size = phone ? 'md' : 'sm';
  return (
    <div className="pa" role="toolbar" aria-label={t('tagged', { count: rows.length })}>
      <p className="pa-facts">
        <b>{t('tagged', { count: rows.length })}</b>{' '}
        <span className="mono clip">
          <HostText text={facts.trim()} />
        </span>
        {phone ? (
          <button type="button" className="link" onClick={onUntag}>
            {t('untag')}
          </button>
        ) : null}
      </p>
      <div className="pa-buttons">
        {actions.maySignal ? (
          <>
            <Button size={size} onClick={() => actions.signal(rows, 'TERM')}>
              {t('terminate')} {phone ? null : <kbd>F9</kbd>}
            </Button>
            <Button size={size} onClick={() => onDialog('signal')}>
              {t('signal')} {phone ? null : <kbd>k</kbd>}
            </Button>
            <Button size={size} onClick={() => actions.signal(rows, allStopped ? 'CONT' : 'STOP')}>
              {t(allStopped ? 'continue_process' : 'pause_process')}
            </Button>
          </>
        ) : null}
        {actions.mayTune && !phone ? (
          <span className="pa-nice">
            <Button size={size} aria-label={t('nice_less')} onClick={() => onNice(-1)}>
              {t('nice')} − <kbd>F7</kbd>
            </Button>
            <Button size={size} aria-label={t('nice_more')} onClick={() => onNice(1)}>
              + <kbd>F8</kbd>
            </Button>
          </span>
        ) : null}
        {actions.mayTune && !phone ? (
          <Button size={size} className="pa-wide" onClick={() => onDialog('affinity')}>
            {t('affinity')} <kbd>a</kbd>
          </Button>
        ) : null}
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size={size}>{t('more')}</Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            {actions.maySignal ? (
              <DropdownMenuItem onSelect={() => actions.signal(rows, 'CONT')}>{t('continue_process')}</DropdownMenuItem>
            ) : null}
            {actions.mayTune ? (
              <>
                <DropdownMenuItem onSelect={() => onDialog('nice')}>{t('nice_set')}</DropdownMenuItem>
                <DropdownMenuItem onSelect={() => onDialog('affinity')}>{t('affinity')}</DropdownMenuItem>
                <DropdownMenuItem onSelect={() => onDialog('ioprio')}>
                  {t('ioprio')} <kbd>i</kbd>
                </DropdownMenuItem>
              </>
            ) : null}
            <DropdownMenuSeparator />
            {actions.mayRestart ? (
              <DropdownMenuItem disabled={single === null} onSelect={() => (single ? actions.restart(single) : undefined)}>
                {t('restart')} {single === null ? <small className="ml-auto text-2xs text-muted">{t('one_only')}</small> : null}
              </DropdownMenuItem>
            ) : null}
            {actions.maySignal ? (
              <DropdownMenuItem danger onSelect={() => actions.signal(rows, 'TERM', true)}>
                {t('kill_tree')}
              </DropdownMenuItem>
            ) : null}
          </DropdownMenuContent>
        </DropdownMenu>
        {phone ? null : (
          <Button size="sm" variant="ghost" onClick={onUntag}>
            {t('untag')} <kbd>U</kbd>
          </Button>
        )}
      </div>
      {actions.maySignal || actions.mayTune ? null : <p className="text-muted text-xs">{t('may_not')}</p>}
    </div>
  );
}
