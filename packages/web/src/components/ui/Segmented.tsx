import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../../lib/cn.ts';

interface SegmentedProps<V extends string> {
  readonly value: V;
  readonly onValueChange: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: ReactNode }[];
  /** Names the group. */
  readonly label: string;
  readonly className?: string;
}

/** One of a few, all in sight. */
export function Segmented<V extends string>({ value, onValueChange, options, label, className }: SegmentedProps<V>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => {
        if (next !== '') {
          onValueChange(next as V);
        }
      }}
      aria-label={label}
      className={cn('seg', className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value}>
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
