import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { tableMessages } from './messages.ts';
import { type ColumnChoice, type ColumnSpec, moveColumn, type Sort } from './spec.ts';
import type { ShownColumn } from './useColumns.ts';

interface HeadRowProps<R, C> {
  readonly shown: readonly ShownColumn<R, C>[];
  readonly sort: Sort | null;
  readonly onSort: (column: ColumnSpec<R, C>) => void;
  readonly choice: ColumnChoice;
  readonly onChoice: (choice: ColumnChoice) => void;
  readonly allTagged: boolean | null;
  readonly onTagAll: () => void;
  readonly filler: boolean;
  readonly menu: boolean;
}

/** The head: sorts by a click, columns are pulled at their edge, dragged, or moved with Alt and arrows. */
export function HeadRow<R, C>(props: HeadRowProps<R, C>) {
  const { shown, sort, onSort, choice, onChoice, allTagged, filler, menu } = props;
  const t = useMessages(tableMessages);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);

  const place = (id: string, target: string) => {
    const ids = moveColumn(choice.ids, id, target);
    if (ids !== choice.ids) {
      onChoice({ ...choice, ids });
    }
  };
  const handleKey = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const from = shown[index];
    const target = shown[index + step];
    if (event.altKey && step !== 0 && from && target) {
      event.preventDefault();
      event.stopPropagation();
      place(from.spec.id, target.spec.id);
    }
  };
  const handleDrop = (event: DragEvent, target: string) => {
    event.preventDefault();
    if (dragged !== null) {
      place(dragged, target);
    }
    setDragged(null);
    setOver(null);
  };

  return (
    <div role="row" aria-rowindex={1} className="dt-head">
      {allTagged === null ? null : (
        <div role="columnheader" aria-colindex={1} className="dt-box-cell">
          <button
            type="button"
            className={allTagged ? 'dt-box on' : 'dt-box'}
            aria-pressed={allTagged}
            aria-label={t('tag_all')}
            onClick={props.onTagAll}
          />
        </div>
      )}
      {shown.map(({ spec, resizing, startResize }, index) => {
        const order = sort?.column === spec.id ? sort.order : null;
        const arrow =
          order === null ? null : (
            <span className="dt-arrow" aria-hidden="true">
              {order === 'asc' ? '↑' : '↓'}
            </span>
          );
        return (
          <div
            key={spec.id}
            role="columnheader"
            aria-colindex={index + (allTagged === null ? 1 : 2)}
            aria-sort={order === null ? (spec.value ? 'none' : undefined) : order === 'asc' ? 'ascending' : 'descending'}
            className={`dt-th${spec.align === 'end' ? ' end' : ''}${over === spec.id && dragged !== spec.id ? ' over' : ''}`}
            draggable={!resizing}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', spec.id);
              setDragged(spec.id);
            }}
            onDragOver={(event) => {
              if (dragged !== null) {
                event.preventDefault();
                setOver(spec.id);
              }
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDrop={(event) => handleDrop(event, spec.id)}
          >
            {spec.value ? (
              <button
                type="button"
                title={`${spec.title} · ${t('drag')}`}
                onClick={() => onSort(spec)}
                onKeyDown={(event) => handleKey(event, index)}
              >
                <span className="clip">{spec.head}</span>
                {arrow}
              </button>
            ) : (
              <span className="clip" title={spec.title}>
                {spec.head}
              </span>
            )}
            {spec.grow ? null : (
              <span
                className={resizing ? 'dt-resize on' : 'dt-resize'}
                aria-hidden="true"
                onMouseDown={(event) => {
                  event.preventDefault();
                  startResize(event);
                }}
                onTouchStart={startResize}
                onDragStart={(event) => event.preventDefault()}
              />
            )}
          </div>
        );
      })}
      {filler ? <div role="presentation" /> : null}
      {menu ? <div role="presentation" /> : null}
    </div>
  );
}
