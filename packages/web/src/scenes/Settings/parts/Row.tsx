import type { ReactNode } from 'react';

interface RowProps {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly children: ReactNode;
}

/** One setting: its name and help at the left, its control at the right; under each other on a phone. */
export function Row({ label, help, children }: RowProps) {
  return (
    <div className="grid grid-cols-[minmax(0,260px)_minmax(0,1fr)] items-start gap-x-8 gap-y-2 border-line-soft border-b px-4 py-3 max-sm:grid-cols-1">
      <div className="pt-[3px]">
        <p className="text-ink text-sm">{label}</p>
        {help ? <p className="mt-0.5 text-muted text-xs">{help}</p> : null}
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-3">{children}</div>
    </div>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly sub?: ReactNode;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ id, title, sub, end, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="pane border-line border-b">
      <header className="pane-h border-line border-b bg-pane pl-4!">
        <h2 id={`${id}-title`}>{title}</h2>
        {sub ? <span className="sub">{sub}</span> : null}
        {end ? <div className="end">{end}</div> : null}
      </header>
      {children}
    </section>
  );
}
