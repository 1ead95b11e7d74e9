import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../../lib/cn.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** The name, for readers of the screen and as tooltip. */
  readonly label: string;
  /** Key that does the same, shown in the tooltip. */
  readonly keyHint?: string;
  readonly children: ReactNode;
}

export function IconButton({ label, keyHint, className, children, type = 'button', ...props }: IconButtonProps) {
  return (
    <Tooltip label={label} keyHint={keyHint}>
      <button
        type={type}
        aria-label={label}
        className={cn(
          'inline-grid size-7 flex-none place-items-center rounded-2 text-secondary hover:bg-raised hover:text-strong disabled:text-disabled pointer-coarse:size-11',
          className,
        )}
        {...props}
      >
        {children}
      </button>
    </Tooltip>
  );
}
