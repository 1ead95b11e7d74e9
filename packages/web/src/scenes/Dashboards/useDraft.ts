import type { DashboardContent, Widget } from '@vigie/contract';
import { useCallback, useMemo, useState } from 'react';

interface Past {
  readonly steps: readonly DashboardContent[];
  readonly at: number;
}

const mostSteps = 100;

/** What somebody is changing, with every step taken back and forth. */
export interface Draft {
  readonly content: DashboardContent;
  readonly isChanged: boolean;
  change(next: DashboardContent): void;
  setWidgets(widgets: readonly Widget[]): void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  reset(content: DashboardContent): void;
}

export function useDraft(saved: DashboardContent): Draft {
  const [past, setPast] = useState<Past>({ steps: [saved], at: 0 });
  const content = past.steps[past.at] ?? saved;
  const change = useCallback((next: DashboardContent) => {
    setPast(({ steps, at }) => {
      const kept = [...steps.slice(0, at + 1), next].slice(-mostSteps);
      return { steps: kept, at: kept.length - 1 };
    });
  }, []);
  const reset = useCallback((next: DashboardContent) => setPast({ steps: [next], at: 0 }), []);
  return useMemo(
    () => ({
      content,
      isChanged: JSON.stringify(content) !== JSON.stringify(saved),
      change,
      setWidgets: (widgets) => change({ ...content, widgets: [...widgets] }),
      undo: past.at > 0 ? () => setPast((one) => ({ ...one, at: one.at - 1 })) : null,
      redo: past.at < past.steps.length - 1 ? () => setPast((one) => ({ ...one, at: one.at + 1 })) : null,
      reset,
    }),
    [content, saved, past, change, reset],
  );
}
