import { useEffect } from 'react';
import type { ChartGroup } from '../charts/time/index.ts';
import { exactAsk } from './range.ts';
import type { Range } from './useRange.ts';

/** Takes the stretches that are drawn on the charts, or on the horizon, into the address. */
export function useChosen(group: ChartGroup, { zoom, pan }: Range): void {
  useEffect(
    () =>
      group.chosen.subscribe(() => {
        const chosen = group.chosen.get();
        if (chosen) {
          group.chosen.set(null);
          (chosen.how === 'zoom' ? zoom : pan)(exactAsk(chosen.fromMs, chosen.toMs));
        }
      }),
    [group, zoom, pan],
  );
}
