import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../../lib/cn.ts';

export const DropdownMenu = Radix.Root;
export const DropdownMenuTrigger = Radix.Trigger;
export const DropdownMenuRadioGroup = Radix.RadioGroup;

const itemStyle =
  'flex min-h-[var(--control-h)] cursor-default select-none items-center gap-2 rounded-2 px-2 text-ink text-sm outline-none data-[disabled]:text-disabled data-[highlighted]:bg-float-hover data-[highlighted]:text-strong [&>kbd]:ml-auto';

export function DropdownMenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          'float rise z-[var(--z-tooltip)] max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 overflow-y-auto p-1',
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  );
}

export function DropdownMenuItem({
  className,
  danger = false,
  ...props
}: ComponentProps<typeof Radix.Item> & { readonly danger?: boolean }) {
  return <Radix.Item className={cn(itemStyle, danger && 'text-bad-text data-[highlighted]:text-bad-text', className)} {...props} />;
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('px-2 pt-1.5 pb-1 text-2xs text-muted', className)} {...props} />;
}

export function DropdownMenuSeparator({ className, ...props }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn('-mx-1 my-1 h-px bg-line-strong', className)} {...props} />;
}

function Tick() {
  return (
    <Radix.ItemIndicator>
      <Check className="i-s text-accent-text" aria-hidden />
    </Radix.ItemIndicator>
  );
}

export function DropdownMenuCheckboxItem({ className, children, ...props }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(itemStyle, className)} {...props}>
      <span className="grid size-4 flex-none place-items-center">
        <Tick />
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}

export function DropdownMenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemStyle, className)} {...props}>
      <span className="grid size-4 flex-none place-items-center">
        <Tick />
      </span>
      {children}
    </Radix.RadioItem>
  );
}
