import { EllipsisVertical } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { ColumnSpec } from './spec.ts';
import type { TreeLine } from './tree.ts';

export interface RowViewProps<R, C> {
  readonly id: string;
  readonly domId: string;
  readonly row: R;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly specs: readonly ColumnSpec<R, C>[];
  readonly context: C;
  readonly className: string;
  readonly selected: boolean | null;
  readonly cursor: boolean;
  readonly tree: TreeLine<R> | undefined;
  /** Stands for `tree` when rows are compared. */
  readonly treeKey: string;
  readonly treeColumn: string | null;
  readonly menu: string | null;
  readonly words: { readonly tag: string; readonly expand: string; readonly collapse: string };
  readonly filler: boolean;
  readonly card: ((row: R, context: C) => ReactNode) | null;
}

function Guides<R>({ tree, words }: { readonly tree: TreeLine<R>; readonly words: RowViewProps<R, unknown>['words'] }) {
  const { guides, depth, last, children, open } = tree;
  return (
    <>
      {guides.map((on, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a guide is its step; it has nothing else.
        <i key={index} className={on ? 'dt-guide' : 'dt-guide none'} />
      ))}
      {depth > 0 ? <i className={last ? 'dt-guide step end' : 'dt-guide step'} /> : null}
      {children > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          data-twist=""
          className={open ? 'dt-twist open' : 'dt-twist'}
          aria-label={open ? words.collapse : words.expand}
        >
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <path d="M3.5 2.5 6 5 3.5 7.500" />
          </svg>
        </button>
      ) : (
        <i className={depth > 0 ? 'dt-leaf' : 'dt-leaf root'} />
      )}
    </>
  );
}

interface CellsProps<R, C> extends Pick<RowViewProps<R, C>, 'row' | 'specs' | 'context' | 'tree' | 'treeKey' | 'treeColumn' | 'words'> {
  readonly firstColumn: number;
}

/** Drawn again only when the row itself, the columns or the hairlines change: not when the row moves or is tagged. */
const Cells = memo(
  function Cells<R, C>({ row, specs, context, tree, treeColumn, words, firstColumn }: CellsProps<R, C>) {
    return specs.map((spec, index) => (
      // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a column index.
      <div
        key={spec.id}
        role={spec.priority === 0 && spec.grow ? 'rowheader' : 'gridcell'}
        aria-colindex={firstColumn + index}
        className={spec.className ? `dt-cell ${spec.className}` : 'dt-cell'}
      >
        {tree && treeColumn === spec.id ? <Guides tree={tree} words={words} /> : null}
        {spec.cell(row, context)}
      </div>
    ));
  },
  (before, after) =>
    before.row === after.row &&
    before.specs === after.specs &&
    before.context === after.context &&
    before.treeKey === after.treeKey &&
    before.treeColumn === after.treeColumn &&
    before.words === after.words &&
    before.firstColumn === after.firstColumn,
) as <R, C>(props: CellsProps<R, C>) => ReactNode;

function RowViewInner<R, C>(props: RowViewProps<R, C>) {
  const { id, row, index, top, height, selected, cursor, tree, className, card } = props;
  const classes = `dt-row${selected ? ' sel' : ''}${cursor ? ' cur' : ''}${tree?.context ? ' context' : ''}${className}`;
  return (
    <div
      id={props.domId}
      role="row"
      data-row={id}
      aria-rowindex={index + 2}
      aria-selected={selected === null ? cursor : selected}
      aria-level={tree ? tree.depth + 1 : undefined}
      aria-expanded={tree && tree.children > 0 ? tree.open : undefined}
      className={classes}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      {selected === null ? null : (
        <div role="gridcell" aria-colindex={1} className="dt-box-cell" data-box="">
          <span className="dt-box" role="checkbox" aria-checked={selected} aria-label={props.words.tag} />
        </div>
      )}
      {card ? (
        <div role="gridcell" aria-colindex={2} className="dt-card">
          {card(row, props.context)}
        </div>
      ) : (
        <Cells
          row={row}
          specs={props.specs}
          context={props.context}
          tree={tree}
          treeKey={props.treeKey}
          treeColumn={props.treeColumn}
          words={props.words}
          firstColumn={selected === null ? 1 : 2}
        />
      )}
      {props.filler ? <div role="presentation" /> : null}
      {props.menu === null ? null : (
        <div role="gridcell" className="dt-menu-cell" aria-colindex={props.specs.length + 2}>
          <button type="button" tabIndex={-1} data-menu="" aria-haspopup="menu" aria-label={props.menu} className="dt-menu">
            <EllipsisVertical className="i i-s" aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  );
}

export const RowView = memo(RowViewInner, (before, after) => {
  const keys = Object.keys(after) as (keyof typeof after)[];
  return keys.every((key) => key === 'tree' || Object.is(before[key], after[key]));
}) as <R, C>(props: RowViewProps<R, C>) => ReactNode;
