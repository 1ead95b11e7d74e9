import { useNavigate } from '@tanstack/react-router';
import type { Process } from '@vigie/contract';
import { HostText } from '../../../components/table/index.ts';
import { showToast } from '../../../components/toasts/index.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import type { PaneTab } from '../address.ts';
import { commandText, listeningPorts } from '../command.ts';
import { processMessages } from '../messages.ts';
import type { ProcessActions } from '../useProcessActions.ts';
import type { DialogKind } from './ProcessDialogs.tsx';

export interface RowMenuPlace {
  readonly row: Process;
  readonly x: number;
  readonly y: number;
}

interface RowMenuProps {
  readonly host: string;
  readonly place: RowMenuPlace | null;
  readonly onClose: () => void;
  readonly actions: ProcessActions;
  readonly onOpen: (pid: number, tab?: PaneTab) => void;
  readonly onDialog: (kind: DialogKind) => void;
  readonly onFilter: (field: string, value: string) => void;
}

/** What can be done to one row: by the right button, the button of the row, or Shift F10. */
export function RowMenu({ host, place, onClose, actions, onOpen, onDialog, onFilter }: RowMenuProps) {
  const t = useMessages(processMessages);
  const navigate = useNavigate();
  if (place === null) {
    return null;
  }
  const { row } = place;
  const copy = (value: string) => {
    navigator.clipboard.writeText(value).catch((error: Error) => showToast({ tone: 'bad', title: error.message }));
  };
  return (
    <DropdownMenu open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DropdownMenuTrigger className="pt-anchor" style={{ left: place.x, top: place.y }} tabIndex={-1} aria-hidden="true" />
      <DropdownMenuContent align="start" sideOffset={2} className="w-64" onCloseAutoFocus={(event) => event.preventDefault()}>
        <DropdownMenuLabel className="clip mono">
          {row.pid} <HostText text={row.name} />
        </DropdownMenuLabel>
        <DropdownMenuItem onSelect={() => onOpen(row.pid)}>
          {t('details')} <kbd>Enter</kbd>
        </DropdownMenuItem>
        {actions.maySignal ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => actions.signal([row], 'TERM')}>
              {t('terminate')} <kbd>F9</kbd>
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onDialog('signal')}>
              {t('signal')} <kbd>k</kbd>
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => actions.signal([row], row.status === 'stopped' ? 'CONT' : 'STOP')}>
              {t(row.status === 'stopped' ? 'continue_process' : 'pause_process')}
            </DropdownMenuItem>
          </>
        ) : null}
        {actions.mayRestart && !row.kernel ? (
          <DropdownMenuItem onSelect={() => actions.restart(row)}>{t('restart')}</DropdownMenuItem>
        ) : null}
        {actions.mayTune ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => onDialog('nice')}>
              {t('nice_set')} <kbd>F7 F8</kbd>
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onDialog('affinity')}>
              {t('affinity')} <kbd>a</kbd>
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => onDialog('ioprio')}>
              {t('ioprio')} <kbd>i</kbd>
            </DropdownMenuItem>
          </>
        ) : null}
        <DropdownMenuSeparator />
        {listeningPorts(row).length > 0 ? (
          <DropdownMenuItem
            onSelect={() => void navigate({ to: '/hosts/$host/ports', params: { host }, search: { q: `pid:${row.pid}` } as never })}
          >
            {t('ports_of')}
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem onSelect={() => onFilter('user', row.username)}>
          <span className="clip">{t('filter_user', { user: row.username })}</span>
        </DropdownMenuItem>
        {row.unit ? (
          <DropdownMenuItem onSelect={() => onFilter('unit', row.unit ?? '')}>
            <span className="clip">{t('filter_unit', { unit: row.unit })}</span>
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem onSelect={() => copy(String(row.pid))}>{t('copy_pid')}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => copy(commandText(row))}>{t('copy_command')}</DropdownMenuItem>
        {actions.maySignal ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem danger onSelect={() => actions.signal([row], 'TERM', true)}>
              {t('kill_tree')}
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
