import type { ReactNode } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { cn } from '../../lib/cn.ts';
import { uiMessages } from './messages.ts';

export type State = 'ok' | 'warn' | 'bad' | 'unknown' | 'paused' | 'info';

/** Six shapes that differ in one grey: disc, triangle, crossed square, dashed ring, two bars, ring. */
const shapes: Readonly<Record<State, ReactNode>> = {
  ok: <circle cx="5" cy="5" r="3.5" fill="currentColor" />,
  warn: <path d="M5 .6 9.8 9.2H.2z" fill="currentColor" />,
  bad: (
    <>
      <rect x=".7" y=".7" width="8.6" height="8.6" fill="currentColor" />
      <path d="m3 3 4 4m0-4-4 4" stroke="var(--surface-page)" strokeWidth="1.4" />
    </>
  ),
  unknown: <circle cx="5" cy="5" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.9" />,
  paused: <path d="M1.8 1.2h2.2v7.6H1.8zM6 1.2h2.2v7.6H6z" fill="currentColor" />,
  info: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.8" />,
};

interface StateMarkProps {
  readonly state: State;
  /** Said by readers of the screen; empty when the word stands beside the mark. */
  readonly label?: string;
  readonly className?: string;
}

export function StateMark({ state, label, className }: StateMarkProps) {
  const t = useMessages(uiMessages);
  const name = label ?? t(`state_${state}`);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is hidden when the word stands beside it, and else has a label.
    <svg
      viewBox="0 0 10 10"
      className={cn('st', `st-${state}`, className)}
      {...(name === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name })}
    >
      {shapes[state]}
    </svg>
  );
}
