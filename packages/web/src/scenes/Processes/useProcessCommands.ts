import type { Process } from '@vigie/contract';
import type { RefObject } from 'react';
import {
  addIds,
  emptySelection,
  type Hand,
  type Selection,
  type TableHandle,
  type TableLine,
  toggleId,
} from '../../components/table/index.ts';
import { type AddressChange, type PaneTab, type ProcessAddress, writeSort } from './address.ts';
import type { ProcessColumn } from './columns.tsx';
import { processId } from './command.ts';
import type { ProcessCommand } from './keys.ts';
import type { FilterBarHandle } from './parts/FilterBar.tsx';
import type { DialogKind } from './parts/ProcessDialogs.tsx';
import { commonNice, withDescendants } from './targets.ts';
import type { ProcessActions } from './useProcessActions.ts';

/** What the commands of the table read and change. */
export interface CommandDeps {
  readonly address: ProcessAddress;
  readonly changeAddress: (change: AddressChange) => void;
  readonly columns: readonly ProcessColumn[];
  readonly actions: ProcessActions;
  /** The tagged rows, or the one under the cursor. */
  readonly chosen: readonly Process[];
  readonly cursorLine: TableLine<Process> | null;
  readonly lines: readonly TableLine<Process>[];
  readonly selection: Selection;
  readonly rows: readonly Process[];
  readonly table: RefObject<TableHandle | null>;
  readonly bar: RefObject<FilterBarHandle | null>;
  readonly hand: Hand;
  readonly fullPath: boolean;
  readonly paused: boolean;
  readonly follow: boolean;
  readonly paneOpen: boolean;
  readonly open: (pid: number, tab?: PaneTab) => void;
  readonly closePane: () => void;
  readonly onCursor: (id: string | null) => void;
  readonly onTagged: (selection: Selection) => void;
  readonly onDialog: (kind: DialogKind) => void;
  readonly onFullPath: (on: boolean) => void;
  readonly onPaused: (on: boolean) => void;
  readonly onFollow: (on: boolean) => void;
}

/** What each key and button of the table does. */
export function useProcessCommands(deps: CommandDeps): {
  readonly run: (command: ProcessCommand) => void;
  readonly niceBy: (step: number) => void;
} {
  const { address, changeAddress, columns, actions, chosen, cursorLine, lines, selection, rows, table, bar, hand } = deps;
  const { fullPath, paused, follow, paneOpen, open, closePane, onCursor, onTagged, onDialog, onFullPath, onPaused, onFollow } = deps;
  const sortBy = (column: string) =>
    changeAddress({ sort: writeSort({ column, order: columns.find((item) => item.id === column)?.firstOrder ?? 'asc' }) });
  const openTab = (tab: PaneTab) => {
    if (cursorLine) {
      open(cursorLine.row.pid, tab);
    }
  };
  const niceBy = (step: number) => {
    const nice = commonNice(chosen);
    if (chosen.length === 0 || !actions.mayTune) {
      return;
    }
    if (nice === null) {
      onDialog('nice');
    } else if (nice + step >= -20 && nice + step <= 19) {
      actions.renice(chosen, nice + step);
    }
  };
  const askDialog = (kind: DialogKind, allowed: boolean) => {
    if (chosen.length > 0 && allowed) {
      onDialog(kind);
    }
  };

  const run = (command: ProcessCommand): void => {
    hand.release();
    const commands: Readonly<Record<ProcessCommand, () => void>> = {
      help: () => document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true })),
      columns: () => bar.current?.openColumns(),
      find: () => bar.current?.find(),
      filter: () => bar.current?.focus(),
      tree: () => changeAddress({ view: address.tree ? null : 'tree' }),
      sort_menu: () => bar.current?.openSort(),
      nice_less: () => niceBy(-1),
      nice_more: () => niceBy(1),
      terminate: () => (chosen.length > 0 && actions.maySignal ? actions.signal(chosen, 'TERM') : undefined),
      signal: () => askDialog('signal', actions.maySignal),
      quit: () => (paneOpen ? closePane() : (document.activeElement as HTMLElement | null)?.blur()),
      tag: () => {
        if (cursorLine) {
          onTagged(toggleId(selection, cursorLine.id));
          const next = lines[lines.indexOf(cursorLine) + 1];
          table.current?.scrollTo((next ?? cursorLine).id);
          onCursor((next ?? cursorLine).id);
        }
      },
      tag_tree: () => (cursorLine ? onTagged(addIds(selection, withDescendants(rows, cursorLine.row.pid).map(processId))) : undefined),
      untag: () => onTagged(emptySelection),
      sort_cpu: () => sortBy('cpu'),
      sort_mem: () => sortBy('resident'),
      sort_time: () => sortBy('time'),
      sort_pid: () => sortBy('pid'),
      invert: () => changeAddress({ sort: writeSort({ ...address.sort, order: address.sort.order === 'asc' ? 'desc' : 'asc' }) }),
      user: () => bar.current?.openUsers(),
      threads: () => openTab('threads'),
      kernel: () => changeAddress({ kernel: address.kernel ? '0' : null }),
      full_path: () => onFullPath(!fullPath),
      files: () => openTab('files'),
      environment: () => openTab('environment'),
      affinity: () => askDialog('affinity', actions.mayTune),
      ioprio: () => askDialog('ioprio', actions.mayTune),
      follow: () => onFollow(!follow),
      pause: () => onPaused(!paused),
    };
    commands[command]();
  };
  return { run, niceBy };
}
