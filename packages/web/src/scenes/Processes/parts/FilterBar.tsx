import type { Process } from '@vigie/contract';
import { ArrowDownUp, Download, Pause, Play, Search, SlidersHorizontal } from 'lucide-react';
import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { operationUrl } from '../../../api/index.ts';
import { type ColumnChoice, ColumnsMenu, HostText, type TableLine } from '../../../components/table/index.ts';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
  Segmented,
} from '../../../components/ui/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { type AddressChange, type ProcessAddress, writeSort } from '../address.ts';
import type { ProcessColumn } from '../columns.tsx';
import { processMessages } from '../messages.ts';
import type { FilterInUse } from '../useProcessFilter.ts';
import { exportInput } from './export-input.ts';
import { FilterField } from './FilterField.tsx';
import { FindField } from './FindField.tsx';

export interface FilterBarHandle {
  focus(): void;
  find(): void;
  openColumns(): void;
  openSort(): void;
  openUsers(): void;
}

interface FilterBarProps {
  readonly ref: Ref<FilterBarHandle>;
  readonly host: string;
  readonly filter: FilterInUse;
  readonly matched: number;
  readonly total: number;
  readonly held: boolean;
  readonly lines: readonly TableLine<Process>[];
  readonly columns: readonly ProcessColumn[];
  readonly choice: ColumnChoice;
  readonly folded: readonly string[];
  readonly onChoice: (choice: ColumnChoice | null) => void;
  readonly address: ProcessAddress;
  readonly changeAddress: (change: AddressChange) => void;
  readonly paused: boolean;
  readonly onPause: () => void;
  readonly follow: boolean;
  readonly onFollow: () => void;
  readonly fullPath: boolean;
  readonly onFullPath: () => void;
  readonly cpuBase: 'core' | 'host';
  readonly onCpuBase: (base: 'core' | 'host') => void;
  readonly users: readonly Process[];
  readonly onUser: (user: string | null) => void;
  readonly onCursor: (id: string) => void;
  readonly onLeave: () => void;
  readonly phone: boolean;
}

/** Filter, view and tools over the table. What it opens can also be opened by keys of the table. */
export function FilterBar(props: FilterBarProps) {
  const { ref, filter, address, changeAddress, columns, phone } = props;
  const t = useMessages(processMessages);
  const input = useRef<HTMLInputElement>(null);
  const [finding, setFinding] = useState(false);
  const [open, setOpen] = useState<'columns' | 'sort' | 'users' | null>(null);
  useImperativeHandle(ref, () => ({
    focus: () => {
      setFinding(false);
      requestAnimationFrame(() => input.current?.select());
    },
    find: () => setFinding(true),
    openColumns: () => setOpen('columns'),
    openSort: () => setOpen('sort'),
    openUsers: () => setOpen('users'),
  }));
  const close = (next: boolean) => {
    if (!next) {
      setOpen(null);
      requestAnimationFrame(props.onLeave);
    }
  };
  const sorted = columns.find((column) => column.id === address.sort.column);
  const { csv, json } = exportInput(props.host, filter.filterText, address);

  return (
    <div className="pf">
      {finding ? (
        <FindField
          lines={props.lines}
          onFound={props.onCursor}
          onClose={() => {
            setFinding(false);
            requestAnimationFrame(props.onLeave);
          }}
        />
      ) : (
        <FilterField
          ref={input}
          filter={filter}
          matched={props.matched}
          total={props.total}
          held={props.held}
          onLeave={props.onLeave}
          phone={phone}
        />
      )}
      {phone ? null : (
        <Segmented
          label={t('view')}
          value={address.tree ? 'tree' : 'flat'}
          onValueChange={(value) => changeAddress({ view: value === 'tree' ? 'tree' : null })}
          options={[
            {
              value: 'tree',
              label: (
                <>
                  {t('tree')} <kbd>F5</kbd>
                </>
              ),
            },
            { value: 'flat', label: t('flat') },
          ]}
        />
      )}
      <span className="seg pf-tools">
        <DropdownMenu open={open === 'sort'} onOpenChange={(next) => (next ? setOpen('sort') : close(next))}>
          <DropdownMenuTrigger aria-label={t('sort')} className={phone ? 'pf-sort' : 'pf-sort quiet'}>
            <ArrowDownUp className="i i-s" aria-hidden />
            {phone ? t('sort_short', { column: (sorted?.head ?? '').replace(/[\s\u00a0]*%$/, '').toLowerCase() }) : null}
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuLabel>{t('sort')}</DropdownMenuLabel>
            <DropdownMenuRadioGroup
              value={address.sort.column}
              onValueChange={(column) =>
                changeAddress({ sort: writeSort({ column, order: columns.find((item) => item.id === column)?.firstOrder ?? 'asc' }) })
              }
            >
              {columns
                .filter((column) => column.value)
                .map((column) => (
                  <DropdownMenuRadioItem key={column.id} value={column.id}>
                    {column.title}
                  </DropdownMenuRadioItem>
                ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuContent>
        </DropdownMenu>
        {phone ? null : (
          <ColumnsMenu
            columns={columns}
            choice={props.choice}
            folded={props.folded}
            onChoice={props.onChoice}
            open={open === 'columns'}
            onOpenChange={(next) => (next ? setOpen('columns') : close(next))}
          />
        )}
        {phone ? null : (
          <button type="button" aria-pressed={props.paused} onClick={props.onPause}>
            {props.paused ? <Play className="i i-s" aria-hidden /> : <Pause className="i i-s" aria-hidden />}
            <span className="pf-word">{t(props.paused ? 'resume' : 'pause')}</span> <kbd>Z</kbd>
          </button>
        )}
        <DropdownMenu>
          <DropdownMenuTrigger aria-label={t('options')}>
            <SlidersHorizontal className="i i-s" aria-hidden />
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            {phone ? (
              <DropdownMenuCheckboxItem checked={address.tree} onCheckedChange={(on) => changeAddress({ view: on ? 'tree' : null })}>
                {t('tree')}
              </DropdownMenuCheckboxItem>
            ) : null}
            {phone ? (
              <DropdownMenuCheckboxItem checked={props.paused} onCheckedChange={props.onPause}>
                {t('pause')}
              </DropdownMenuCheckboxItem>
            ) : null}
            <DropdownMenuCheckboxItem checked={address.kernel} onCheckedChange={(on) => changeAddress({ kernel: on ? null : '0' })}>
              {t('kernel_shown')} <kbd>K</kbd>
            </DropdownMenuCheckboxItem>
            <DropdownMenuCheckboxItem checked={props.fullPath} onCheckedChange={props.onFullPath}>
              {t('full_path')} <kbd>p</kbd>
            </DropdownMenuCheckboxItem>
            <DropdownMenuCheckboxItem checked={props.follow} onCheckedChange={props.onFollow}>
              {t('follow')} <kbd>F</kbd>
            </DropdownMenuCheckboxItem>
            <DropdownMenuSeparator />
            <DropdownMenuLabel>{t('cpu_base')}</DropdownMenuLabel>
            <DropdownMenuRadioGroup value={props.cpuBase} onValueChange={(value) => props.onCpuBase(value === 'host' ? 'host' : 'core')}>
              <DropdownMenuRadioItem value="core">{t('cpu_base_core')}</DropdownMenuRadioItem>
              <DropdownMenuRadioItem value="host">{t('cpu_base_host')}</DropdownMenuRadioItem>
            </DropdownMenuRadioGroup>
            <DropdownMenuSeparator />
            <DropdownMenuLabel>{t('export')}</DropdownMenuLabel>
            <DropdownMenuItem asChild>
              <a href={operationUrl('process.list', csv)} download="processes.csv">
                <Download className="i i-s" aria-hidden /> {t('export_csv')}
              </a>
            </DropdownMenuItem>
            <DropdownMenuItem asChild>
              <a href={operationUrl('process.list', json)} download="processes.json">
                <Download className="i i-s" aria-hidden /> {t('export_json')}
              </a>
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
        <UserMenu users={props.users} open={open === 'users'} onOpenChange={close} onUser={props.onUser} />
      </span>
    </div>
  );
}

interface UserMenuProps {
  readonly users: readonly Process[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onUser: (user: string | null) => void;
}

/** htop's `u`: one user's processes, with how many each has. */
function UserMenu({ users, open, onOpenChange, onUser }: UserMenuProps) {
  const t = useMessages(processMessages);
  if (!open) {
    return null;
  }
  const counts = new Map<string, number>();
  for (const { username } of users) {
    counts.set(username, (counts.get(username) ?? 0) + 1);
  }
  return (
    <DropdownMenu open onOpenChange={onOpenChange}>
      <DropdownMenuTrigger className="pt-anchor rel" tabIndex={-1} aria-hidden="true" />
      <DropdownMenuContent align="end">
        <DropdownMenuLabel>{t('users')}</DropdownMenuLabel>
        <DropdownMenuItem onSelect={() => onUser(null)}>
          <Search className="i i-s" aria-hidden /> {t('all_users')}
        </DropdownMenuItem>
        {[...counts]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([user, count]) => (
            <DropdownMenuItem key={user} onSelect={() => onUser(user)}>
              <HostText text={user} />
              <span className="mono ml-auto text-2xs text-muted">{count}</span>
            </DropdownMenuItem>
          ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
