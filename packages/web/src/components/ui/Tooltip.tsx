import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface TooltipProps {
  readonly label: ReactNode;
  readonly keyHint?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** The element that is explained; it takes a ref. */
  readonly children: ReactNode;
}

export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

/** Says more on hover and on focus; nothing that cannot be read elsewhere. */
export function Tooltip({ label, keyHint, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="float rise z-[var(--z-tooltip)] flex max-w-80 items-center gap-2 px-2 py-1 text-ink text-xs"
        >
          {label}
          {keyHint ? <kbd>{keyHint}</kbd> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
