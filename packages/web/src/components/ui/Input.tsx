import type { ComponentProps } from 'react';
import { cn } from '../../lib/cn.ts';

export const inputStyle =
  'h-[var(--control-h)] w-full rounded-2 border border-line-control bg-sunken px-2 text-ink text-sm disabled:border-line disabled:text-disabled aria-invalid:border-warn';

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(inputStyle, className)} {...props} />;
}
