import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Host } from '@vigie/contract';
import { operationKey, useCan } from '../../../api/index.ts';
import { useAction } from '../../../components/plan/index.ts';
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
import { refOf } from '../columns.tsx';
import { hostMessages } from '../messages.ts';
import type { HostRow } from '../rows.ts';

export interface HostMenuPlace {
  readonly row: HostRow;
  readonly x: number;
  readonly y: number;
}

interface HostMenuProps {
  readonly place: HostMenuPlace | null;
  readonly onClose: () => void;
  readonly onEdit: (host: Host) => void;
}

/** What can be done to one host: by the right button, the button of the row, or Shift F10. */
export function HostMenu({ place, onClose, onEdit }: HostMenuProps) {
  const t = useMessages(hostMessages);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { run } = useAction();
  const may = useCan('host.manage');
  if (place === null) {
    return null;
  }
  const { row } = place;
  const { host } = row;
  const go = (to: '/hosts/$host' | '/hosts/$host/processes' | '/hosts/$host/ports') => void navigate({ to, params: { host: refOf(row) } });
  const retire = () => {
    void run(
      'host.retire',
      { host: host.id },
      {
        title: t('retired', { name: host.name }),
        onDone: () => void queries.invalidateQueries({ queryKey: operationKey('host.list') }),
      },
    );
  };
  return (
    <DropdownMenu open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DropdownMenuTrigger className="pt-anchor" style={{ left: place.x, top: place.y }} tabIndex={-1} aria-hidden="true" />
      <DropdownMenuContent align="start" sideOffset={2} className="w-60" onCloseAutoFocus={(event) => event.preventDefault()}>
        <DropdownMenuLabel className="clip">
          <HostText text={host.name} />
        </DropdownMenuLabel>
        <DropdownMenuItem onSelect={() => go('/hosts/$host')}>
          {t('open')} <kbd>Enter</kbd>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => go('/hosts/$host/processes')}>{t('processes')}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => go('/hosts/$host/ports')}>{t('ports')}</DropdownMenuItem>
        <DropdownMenuItem
          onSelect={() =>
            void navigator.clipboard.writeText(host.id).catch((error: Error) => showToast({ tone: 'bad', title: error.message }))
          }
        >
          {t('copy_id')}
        </DropdownMenuItem>
        {may ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => onEdit(host)}>{t('edit')}</DropdownMenuItem>
            {host.local ? null : (
              <DropdownMenuItem danger onSelect={retire}>
                {t('retire')}
              </DropdownMenuItem>
            )}
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
