import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useMessages } from '../../i18n/index.ts';
import { tableMessages } from './messages.ts';
import { type ColumnChoice, type ColumnSpec, moveColumn } from './spec.ts';

interface ColumnsMenuProps<R, C> {
  readonly columns: readonly ColumnSpec<R, C>[];
  readonly choice: ColumnChoice;
  readonly folded: readonly string[];
  readonly onChoice: (choice: ColumnChoice | null) => void;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** Chooses and orders columns without a mouse. Null to `onChoice` is the default set. */
export function ColumnsMenu<R, C>({ columns, choice, folded, onChoice, ...state }: ColumnsMenuProps<R, C>) {
  const t = useMessages(tableMessages);
  const chosen = choice.ids.flatMap((id) => columns.filter((column) => column.id === id));
  const others = columns.filter((column) => !choice.ids.includes(column.id));
  const toggle = (id: string) => {
    const ids = choice.ids.includes(id) ? choice.ids.filter((other) => other !== id) : [...choice.ids, id];
    onChoice({ ...choice, ids });
  };
  const move = (id: string, step: -1 | 1) => {
    const target = choice.ids[choice.ids.indexOf(id) + step];
    if (target !== undefined) {
      onChoice({ ...choice, ids: moveColumn(choice.ids, id, target) });
    }
  };
  return (
    <Popover.Root {...state}>
      <Popover.Trigger className="dt-tool" aria-label={t('columns')}>
        <Columns3 className="i i-s" aria-hidden="true" />
        <span className="dt-tool-word">{t('columns')}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="float rise dt-columns" align="end" sideOffset={4} collisionPadding={8}>
          <p className="sub-h">{t('columns_shown')}</p>
          <ul>
            {chosen.map((column, index) => (
              <li key={column.id}>
                <label>
                  <input type="checkbox" checked disabled={column.priority === 0 && column.grow} onChange={() => toggle(column.id)} />
                  <span className="clip">{column.title}</span>
                  {folded.includes(column.id) ? <small>{t('columns_folded')}</small> : null}
                </label>
                <button
                  type="button"
                  disabled={index === 0}
                  aria-label={t('move_up', { title: column.title })}
                  onClick={() => move(column.id, -1)}
                >
                  <ArrowUp className="i i-s" aria-hidden="true" />
                </button>
                <button
                  type="button"
                  disabled={index === chosen.length - 1}
                  aria-label={t('move_down', { title: column.title })}
                  onClick={() => move(column.id, 1)}
                >
                  <ArrowDown className="i i-s" aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
          {others.length > 0 ? <p className="sub-h">{t('columns_others')}</p> : null}
          <ul>
            {others.map((column) => (
              <li key={column.id}>
                <label>
                  <input type="checkbox" checked={false} onChange={() => toggle(column.id)} />
                  <span className="clip">{column.title}</span>
                </label>
              </li>
            ))}
          </ul>
          <button type="button" className="link dt-columns-default" onClick={() => onChoice(null)}>
            {t('columns_default')}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
