import type { TreeLine } from './tree.ts';

/** One line of the table as it is shown. Flat tables have no `tree`. */
export interface TableLine<R> {
  readonly id: string;
  readonly row: R;
  readonly tree?: TreeLine<R>;
  /** It is no longer there, and keeps its place until the hand leaves. */
  readonly ended?: boolean;
}

/** What a row is drawn from, as one text: equal texts mean that the hairlines are the same. */
export function treeKey<R>(tree: TreeLine<R> | undefined): string {
  if (!tree) {
    return '';
  }
  const guides = tree.guides.map((on) => (on ? '1' : '0')).join('');
  return `${tree.depth},${guides},${tree.last ? 1 : 0},${tree.children},${tree.open ? 1 : 0},${tree.context ? 1 : 0}`;
}
