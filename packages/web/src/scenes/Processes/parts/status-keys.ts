import type { Say } from '../columns.tsx';
import { type ProcessCommand, processKeys } from '../keys.ts';

const listed = [
  ['help', 'status_help'],
  ['find', 'status_search'],
  ['filter', 'status_filter'],
  ['tree', 'status_tree'],
  ['sort_menu', 'status_sort'],
  ['nice_less', 'status_nice_less'],
  ['nice_more', 'status_nice_more'],
  ['terminate', 'status_kill'],
  ['signal', 'status_signal'],
  ['tag', 'status_tag'],
  ['user', 'status_user'],
  ['kernel', 'status_kernel'],
  ['environment', 'status_env'],
  ['files', 'status_files'],
  ['follow', 'status_follow'],
  ['pause', 'status_pause'],
] as const;

/** The keys in the status line, as htop's last line; a click does the same. */
export function statusKeyList(t: Say, run: (command: ProcessCommand) => void) {
  return listed.map(([command, label]) => {
    const key = processKeys.find((item) => item.command === command)?.key.split('|')[0] ?? '';
    return { key, label: t(label), run: () => run(command) };
  });
}
