import { Switch as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../../lib/cn.ts';

export function Switch({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'relative h-[18px] w-8 flex-none rounded-full border border-line-control bg-sunken disabled:border-line data-[state=checked]:border-accent-mark data-[state=checked]:bg-accent-soft',
        className,
      )}
      {...props}
    >
      <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-secondary transition-transform duration-[var(--t-fast)] data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-mark" />
    </Radix.Root>
  );
}
