import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '../../lib/cn.ts';

interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FieldProps {
  readonly label: ReactNode;
  /** Limits and help, told before the mistake. */
  readonly help?: ReactNode;
  /** What is wrong, in words, beside the field. */
  readonly error?: string | null | undefined;
  readonly className?: string;
  /** Draws the control with the ids that tie it to its label and help. */
  readonly children: (ids: FieldIds) => ReactNode;
}

/** Label above, help below, error beside the field. */
export function Field({ label, help, error, className, children }: FieldProps) {
  const id = useId();
  const describedBy = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium text-secondary text-xs">
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-warn-text text-xs">
          <TriangleAlert className="i-s mt-px flex-none" aria-hidden />
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="text-muted text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}
