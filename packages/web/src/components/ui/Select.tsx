import { ChevronDown } from 'lucide-react';
import { cn } from '../../lib/cn.ts';
import { inputStyle } from './Input.tsx';

interface SelectProps<V extends string> {
  readonly value: V;
  readonly onValueChange: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** The browser's own: every phone and reader of the screen knows it, and it writes no style element, which the page's policy refuses. */
export function Select<V extends string>({ value, onValueChange, options, className, ...field }: SelectProps<V>) {
  return (
    <span className={cn('relative block', className)}>
      <select
        {...field}
        value={value}
        onChange={(event) => onValueChange(event.target.value as V)}
        className={cn(inputStyle, 'appearance-none bg-raised pr-8')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-float text-ink">
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className="i pointer-events-none absolute inset-y-0 right-2 my-auto text-secondary" aria-hidden />
    </span>
  );
}
