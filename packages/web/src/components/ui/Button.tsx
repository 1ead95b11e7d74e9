import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../../lib/cn.ts';

export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-2 border font-medium text-sm disabled:border-line disabled:bg-transparent disabled:text-disabled aria-disabled:cursor-not-allowed [&_kbd]:border-current [&_kbd]:text-inherit [&_kbd]:opacity-75',
  {
    variants: {
      variant: {
        /** One per view: what acts. */
        primary: 'border-accent bg-accent font-semibold text-accent-ink hover:border-accent-hover hover:bg-accent-hover',
        secondary: 'border-line-strong bg-raised text-ink hover:bg-float-hover',
        ghost: 'border-transparent bg-transparent text-secondary hover:bg-raised hover:text-strong',
        /** Opens something that destroys. */
        danger: 'border-bad bg-transparent text-bad-text hover:bg-bad-soft',
        /** The last button before something is destroyed or cut. */
        destroy: 'border-bad bg-bad font-semibold text-bad-ink hover:opacity-90',
      },
      size: {
        md: 'h-[var(--control-h)] px-2.5',
        sm: 'h-[var(--control-h-sm)] px-2 text-xs',
        lg: 'h-10 px-4 text-md',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Gives the look to its only child, for a link. */
  readonly asChild?: boolean;
}

export function Button({ className, variant, size, asChild = false, type = 'button', ...props }: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button';
  return <Element {...(asChild ? {} : { type })} className={cn(buttonStyle({ variant, size }), className)} {...props} />;
}
