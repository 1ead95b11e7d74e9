/** Everything a key of the process table does. The names are those of htop where it has one. */
export type ProcessCommand =
  | 'help'
  | 'columns'
  | 'find'
  | 'filter'
  | 'tree'
  | 'sort_menu'
  | 'nice_less'
  | 'nice_more'
  | 'terminate'
  | 'quit'
  | 'signal'
  | 'tag'
  | 'tag_tree'
  | 'untag'
  | 'sort_cpu'
  | 'sort_mem'
  | 'sort_time'
  | 'sort_pid'
  | 'invert'
  | 'user'
  | 'threads'
  | 'kernel'
  | 'full_path'
  | 'files'
  | 'environment'
  | 'affinity'
  | 'ioprio'
  | 'follow'
  | 'pause';

export interface ProcessKey {
  readonly command: ProcessCommand;
  /** As `useKeys` writes it: ways apart by a bar, each F key with a letter beside it. */
  readonly key: string;
  readonly label: `key_${string}`;
  readonly group: 'move' | 'see' | 'act';
}

/** htop's keys. They work while the table has the focus, so that the browser keeps its own elsewhere. */
export const processKeys = [
  { command: 'help', key: 'F1|h', label: 'key_help', group: 'see' },
  { command: 'columns', key: 'F2|S', label: 'key_columns', group: 'see' },
  { command: 'find', key: 'F3|/', label: 'key_find', group: 'see' },
  { command: 'filter', key: 'F4|\\', label: 'key_filter', group: 'see' },
  { command: 'tree', key: 'F5|t', label: 'key_tree', group: 'see' },
  { command: 'sort_menu', key: 'F6|<|>', label: 'key_sort', group: 'see' },
  { command: 'nice_less', key: 'F7|]', label: 'key_nice_less', group: 'act' },
  { command: 'nice_more', key: 'F8|[', label: 'key_nice_more', group: 'act' },
  { command: 'terminate', key: 'F9', label: 'key_kill', group: 'act' },
  { command: 'signal', key: 'k', label: 'key_signal', group: 'act' },
  { command: 'quit', key: 'F10|q', label: 'key_quit', group: 'move' },
  { command: 'tag', key: 'Space', label: 'key_tag', group: 'move' },
  { command: 'tag_tree', key: 'c', label: 'key_tag_tree', group: 'move' },
  { command: 'untag', key: 'U', label: 'key_untag', group: 'move' },
  { command: 'sort_cpu', key: 'P', label: 'key_sort_cpu', group: 'see' },
  { command: 'sort_mem', key: 'M', label: 'key_sort_mem', group: 'see' },
  { command: 'sort_time', key: 'T', label: 'key_sort_time', group: 'see' },
  { command: 'sort_pid', key: 'N', label: 'key_sort_pid', group: 'see' },
  { command: 'invert', key: 'I', label: 'key_invert', group: 'see' },
  { command: 'user', key: 'u', label: 'key_user', group: 'see' },
  { command: 'threads', key: 'H', label: 'key_threads', group: 'see' },
  { command: 'kernel', key: 'K', label: 'key_kernel', group: 'see' },
  { command: 'full_path', key: 'p', label: 'key_path', group: 'see' },
  { command: 'files', key: 'l', label: 'key_files', group: 'see' },
  { command: 'environment', key: 'e', label: 'key_environment', group: 'see' },
  { command: 'affinity', key: 'a', label: 'key_affinity', group: 'act' },
  { command: 'ioprio', key: 'i', label: 'key_ioprio', group: 'act' },
  { command: 'follow', key: 'F', label: 'key_follow', group: 'see' },
  { command: 'pause', key: 'Z', label: 'key_pause', group: 'see' },
] as const satisfies readonly ProcessKey[];

const digitsWithinMs = 1500;

/** Digits typed one after the other are one PID. */
export function createPidSearch(now: () => number): (key: string) => string | null {
  let typed = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return (key) => {
    if (!/^[0-9]$/.test(key)) {
      typed = '';
      return null;
    }
    typed = now() - lastMs < digitsWithinMs ? (typed + key).slice(0, 7) : key;
    lastMs = now();
    return typed;
  };
}
