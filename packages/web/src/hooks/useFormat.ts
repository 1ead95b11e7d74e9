import { useMemo } from 'react';
import { useLanguage } from '../i18n/index.ts';
import { createFormat, type Format } from '../lib/format.ts';
import { createStore, useStore } from '../lib/store.ts';
import { usePreferences } from '../preferences/index.ts';

const zone = createStore<string | undefined>(undefined);

/** Every time on the page is of this zone, the one that stands beside the clock. A zone the browser does not know leaves its own. */
export function setPageZone(timeZone: string | null): void {
  if (timeZone === null) {
    return;
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    zone.set(timeZone);
  } catch {
    zone.set(undefined);
  }
}

/** Figures and dates as this person reads them. The same object until a preference changes. */
export function useFormat(): Format {
  const language = useLanguage();
  const timeZone = useStore(zone);
  const { networkUnit, temperatureUnit, clock } = usePreferences();
  return useMemo(
    () => createFormat({ language, networkUnit, temperatureUnit, clock, timeZone }),
    [language, networkUnit, temperatureUnit, clock, timeZone],
  );
}
